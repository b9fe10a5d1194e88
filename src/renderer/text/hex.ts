/** "5c0e91" as "5C:0E:91", the form in which openssl and browsers print fingerprints and serial numbers. */
export function colonHex(hex: string): string {
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return (even.toUpperCase().match(/../g) ?? []).join(':');
}

/** The first `bytes` bytes of it and an ellipsis, for where only telling apart is needed. */
export function shortHex(hex: string, bytes = 6): string {
  const whole = colonHex(hex.replaceAll(':', ''));
  return whole.length <= bytes * 3 ? whole : `${whole.slice(0, bytes * 3 - 1)}…`;
}
