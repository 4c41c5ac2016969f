import type { Answer } from "./judgeAnswer";

/** No more of an answer is read. */
const mostBytes = 1024 * 1024;

/** The answer to a request, its body cut off after a megabyte. */
export async function readAnswer(response: Response): Promise<Answer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (response.body) {
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    while (size < mostBytes) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      size += value.length;
    }
    await reader.cancel();
  }
  const body = Buffer.concat(chunks).subarray(0, mostBytes).toString("utf8");
  return { status: response.status, headers: response.headers, body };
}
