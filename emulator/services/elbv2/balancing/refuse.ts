import type { ServerResponse } from "node:http";

const titles: Readonly<Record<number, string>> = {
  502: "502 Bad Gateway",
  503: "503 Service Temporarily Unavailable",
  504: "504 Gateway Time-out",
};

/** Answers as a load balancer does that has no answer of a target. */
export function refuse(response: ServerResponse, status: 502 | 503 | 504): void {
  const title = titles[status] ?? "";
  response.writeHead(status, { server: "awselb/2.0", "content-type": "text/html" });
  response.end(
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`,
  );
}
