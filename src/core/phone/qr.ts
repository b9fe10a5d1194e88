import qrcode from 'qrcode-generator';

/**
 * A QR code (ISO/IEC 18004, model 2, error correction level M) for an ASCII text such as an address: rows of "1" (dark) and "0", a
 * module each. The quiet zone of four modules that scanners need (section 9.1) is left to who draws it.
 */
export function qrModules(text: string): string[] {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const size = code.getModuleCount();
  const line = (row: number) =>
    Array.from({ length: size }, (_, column) => (code.isDark(row, column) ? '1' : '0')).join('');
  return Array.from({ length: size }, (_, row) => line(row));
}

/** The code for a terminal, two rows of modules a line, with its quiet zone; light on dark and dark on light alike. */
export function qrText(modules: readonly string[]): string[] {
  const quiet = 4;
  const size = modules.length;
  const dark = (row: number, column: number) => modules[row - quiet]?.[column - quiet] === '1';
  const blocks = ['█', '▀', '▄', ' '] as const;
  const lines: string[] = [];
  for (let row = 0; row < size + 2 * quiet; row += 2) {
    let line = '';
    for (let column = 0; column < size + 2 * quiet; column += 1) {
      line += blocks[(dark(row, column) ? 2 : 0) + (dark(row + 1, column) ? 1 : 0)];
    }
    // White on black whatever the terminal's colours (ECMA-48, SGR 97 and 40): scanners want dark modules on a light ground.
    lines.push(`\u001b[97;40m${line}\u001b[0m`);
  }
  return lines;
}
