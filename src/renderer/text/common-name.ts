/** The common name in a distinguished name as text (RFC 4514: a comma inside a value has a backslash), or all of it. */
export function commonNameIn(distinguishedName: string): string {
  const found = /(?:^|,)\s*CN=((?:\\.|[^,\\])+)/.exec(distinguishedName)?.[1];
  return found?.replaceAll(/\\(.)/g, '$1').trim() || distinguishedName;
}
