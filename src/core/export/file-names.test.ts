import { describe, expect, it } from 'vitest';
import { baseNameOf, kubernetesNameOf } from './file-names';

describe('the base name of a certificate’s files', () => {
  it.each([
    // As mkcert has them.
    ['example.com', 'example.com'],
    ['*.example.it', '_wildcard.example.it'],
    ['::1', '__1'],
    ['me@example.com', 'me@example.com'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    // Where mkcert fails or is unsafe.
    ['https://app.test/path', 'https___app.test_path'],
    ['../../etc/passwd', '___.._etc_passwd'],
    ['.hidden', '_hidden'],
    ['-rf', '_rf'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['com1.example', '_com1.example'],
    ['common.example', 'common.example'],
    ['a\u0000b\nc', 'a_b_c'],
    ['a\u202eb', 'a_b'],
    ['C:\\x', 'C__x'],
    ['ends.in.dots...', 'ends.in.dots'],
    ['', 'certificate'],
    ['...', '___'],
    ['ü'.repeat(200), 'ü'.repeat(90)],
  ])('of %j is %j', (name, base) => {
    expect(baseNameOf(name)).toBe(base);
  });

  it('is never a path, an option or too long', () => {
    for (const name of ['a/../../b', '/', '\\\\host\\share', '--help', `${'x'.repeat(400)}.test`, '..', '.']) {
      const base = baseNameOf(name);
      expect(base).not.toMatch(/[/\\]|^[.-]/);
      expect(base.length).toBeGreaterThan(0);
      expect(Buffer.byteLength(base)).toBeLessThanOrEqual(181);
    }
  });
});

describe('the name of a Kubernetes Secret', () => {
  it.each([
    ['app.test', 'app.test-tls'],
    ['*.App.test', 'wildcard.app.test-tls'],
    ['::1', '1-tls'],
    ['me@example.com', 'me-example.com-tls'],
    ['ü', 'certificate-tls'],
    ['-.-', 'certificate-tls'],
  ])('of %j is %j', (name, expected) => {
    expect(kubernetesNameOf(name)).toBe(expected);
  });

  it('is a DNS subdomain whatever the name', () => {
    for (const name of ['x'.repeat(300), 'a..b', '.a.', `${'a.'.repeat(200)}b`, '1.2.3.4', 'A_B', '--a--.--b--']) {
      const made = kubernetesNameOf(name);
      expect(made).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/);
      expect(made.length).toBeLessThanOrEqual(253);
    }
  });
});
