/**
 * Scripts and styles come from the app's own files only, and no text becomes a script (W3C Trusted Types). The window needs
 * neither inline styles nor images: its component library positions by the style property, and icons are elements.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');
