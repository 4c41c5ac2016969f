import { sameSecret } from "../../access/sameSecret";

/** Whether a request to the control endpoint carries its token: as a Bearer, or in `x-slipway-token`. */
export function hasControlToken(
  {
    authorization,
    "x-slipway-token": own,
  }: Readonly<Record<string, string | string[] | undefined>>,
  token: string | undefined,
): boolean {
  const bearer = /^Bearer (\S+)$/.exec(String(authorization ?? ""))?.[1];
  const given = own ?? bearer;
  return token !== undefined && typeof given === "string" && sameSecret(given, token);
}
