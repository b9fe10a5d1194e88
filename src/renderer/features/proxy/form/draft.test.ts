import { describe, expect, it } from 'vitest';
import {
  addressOf,
  draftOf,
  formOf,
  nameFor,
  newDraft,
  newRoute,
  problemsElsewhere,
  targetOf,
  usualOptions,
} from './draft';

describe('the form of a proxy', () => {
  it.each([
    ['5000', { host: 'localhost', port: 5000 }],
    ['localhost:5173', { host: 'localhost', port: 5173 }],
    [' http://127.0.0.1:8000/ ', { host: '127.0.0.1', port: 8000 }],
    ['[::1]:3000', { host: '::1', port: 3000 }],
    ['', undefined],
    ['70000', undefined],
    ['0', undefined],
    ['https://app.test:443', undefined],
    ['app.test/path:80', undefined],
    ['user@host:80', undefined],
  ])('reads the server %j', (typed, target) => {
    expect(targetOf(typed)).toEqual(target);
  });

  it('is whole only when every name has one and every path goes somewhere', () => {
    const draft = newDraft();
    expect(formOf(draft)).toBeUndefined();
    const [first] = draft.names;
    if (first === undefined) throw new Error('a new form has a name');
    first.name = ' app.test ';
    expect(formOf(draft)).toBeUndefined();
    first.routes[0] = newRoute('/', '5000');
    expect(formOf(draft)?.names).toEqual([
      { name: 'app.test', routes: [{ path: '/', host: 'localhost', port: 5000, protocol: 'http1' }] },
    ]);
    first.routes.push(newRoute('/api'));
    expect(formOf(draft)).toBeUndefined();
    expect(formOf({ ...draft, port: '' })).toBeUndefined();
  });

  it('gives back what it was filled with', () => {
    const form = {
      ...{ address: '127.0.0.1', port: 8443, options: { ...usualOptions, keyLog: true } },
      names: [
        {
          name: 'app.test',
          routes: [
            { path: '/api', host: '::1', port: 9000, protocol: 'h2c' as const },
            { path: '/', host: 'localhost', port: 5000, protocol: 'http1' as const },
          ],
        },
      ],
    };
    const stood = {
      createdAt: '',
      wish: 'running',
      state: 'running',
      urls: [],
      certificates: [],
      open: false,
    } as const;
    const again = formOf(draftOf({ ...form, ...stood, id: 'proxy-1', urls: [], certificates: [] }));
    expect(again).toEqual({
      ...form,
      names: [{ name: 'app.test', routes: [...(form.names[0]?.routes ?? [])].reverse() }],
    });
  });

  it('says below the form what has no field in it', () => {
    const problem = (field?: string) => ({ code: 'x', message: 'wrong', ...(field === undefined ? {} : { field }) });
    const all = [problem(), problem('options.tls13Only'), problem('names.0.name'), problem('names.4.name')];
    expect(problemsElsewhere(all, newDraft())).toEqual([all[0], all[1], all[3]]);
  });

  it('knows the address to open, and a name for a project', () => {
    expect([addressOf('app.test', 8443), addressOf('*.test', 443), addressOf('::1', 8443), addressOf('', 1)]).toEqual([
      'https://app.test:8443/',
      'https://www.test/',
      'https://[::1]:8443/',
      undefined,
    ]);
    expect(['My Shop', 'shop_2', '...', undefined, '2024'].map(nameFor)).toEqual([
      'my-shop.test',
      'shop-2.test',
      'app.test',
      'app.test',
      'app.test',
    ]);
  });
});
