import { describe, expect, it } from 'vitest';
import { parseCommand } from './parse';
import { formOf, routeOf } from './proxy-form';
import { proxySpecs } from './specs/proxy';

const parsed = (...args: string[]) => formOf(parseCommand(proxySpecs.run, args), undefined);

describe('the options of “proxy”', () => {
  it.each([
    ['5000', '/', '127.0.0.1', 5000, 'http1'],
    [':5000', '/', '127.0.0.1', 5000, 'http1'],
    ['localhost:5000', '/', 'localhost', 5000, 'http1'],
    ['http://10.0.0.1:5000/', '/', '10.0.0.1', 5000, 'http1'],
    ['http://server.test', '/', 'server.test', 80, 'http1'],
    ['h2c://[::1]:7000', '/', '::1', 7000, 'h2c'],
    ['/api=6000', '/api', '127.0.0.1', 6000, 'http1'],
  ])('take %s for a server', (typed, path, host, port, protocol) => {
    expect(routeOf(typed)).toEqual({ path, host, port, protocol });
  });

  it('are those of ssl-proxy, too', () => {
    expect(
      parsed('-from', '0.0.0.0:4430', '-to=http://127.0.0.1:8000', '-domain=app.test', '-redirectHTTP'),
    ).toMatchObject({
      ...{ address: '0.0.0.0', port: 4430, options: { redirectFrom: 80 } },
      names: [{ name: 'app.test', routes: [{ path: '/', host: '127.0.0.1', port: 8000, protocol: 'http1' }] }],
    });
  });

  it('listen on the loopback unless told, and go by localhost', () => {
    expect(parsed('--to', '5000')).toMatchObject({
      address: '127.0.0.1',
      port: 4430,
      names: [{ name: 'localhost' }, { name: '127.0.0.1' }],
    });
    expect(parsed('--from', '8443', '--to', '5000')).toMatchObject({ address: '127.0.0.1', port: 8443 });
  });

  it.each([
    [['--to', 'https://127.0.0.1:5000'], 'speaks TLS already'],
    [['--to', 'a b'], '--to takes a server'],
    [['--from', 'app.test', '--to', '5000'], '--from takes an address'],
    [['--from', '8443'], '--to is missing'],
    [['--from', '70000', '--to', '5000'], '--from'],
  ])('refuse %j', (args, message) => {
    expect(() => parsed(...args)).toThrow(message);
  });
});
