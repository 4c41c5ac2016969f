/**
 * Replaces what stands between `<!-- NAME: begin -->` and `<!-- NAME: end -->` of a page.
 * @param make gets what is there
 * @throws Error when the page has no such markers
 */
export function withGeneratedPart(
  page: string,
  name: string,
  make: (present: string) => string,
): string {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The page has no ${begin} … ${end}.`);
  const inside = from + begin.length;
  return `${page.slice(0, inside)}\n\n${make(page.slice(inside, to).trim())}\n\n${page.slice(to)}`;
}
