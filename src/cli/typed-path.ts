/** Whether a word that names no file is meant as a path all the same, and not as a host. */
export const looksLikePath = (typed: string): boolean =>
  /^[./~\\]|\\/.test(typed) ||
  (typed.includes('/') && !typed.includes('://')) ||
  /\.(pem|crt|cer|cert|der|key|csr|p12|pfx|p7b|p7c)$/i.test(typed);
