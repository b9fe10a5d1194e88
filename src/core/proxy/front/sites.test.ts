import { describe, expect, it } from 'vitest';
import { nameIn, routeFor, type SiteRoute, siteFor } from './sites';

const routes = ['/api/v2', '/api', '/'].map((path) => ({ path }) as SiteRoute);

describe('where a request goes', () => {
  it.each([
    ['/', '/'],
    ['/apis', '/'],
    ['/api', '/api'],
    ['/api?x=1', '/api'],
    ['/api/', '/api'],
    ['/api/v1/x', '/api'],
    ['/api/v2', '/api/v2'],
    ['/api/v2/x', '/api/v2'],
    ['/API', '/'],
    ['*', '/'],
  ])('%s is for %s', (target, path) => {
    expect(routeFor(routes, target)?.path).toBe(path);
  });

  it('is nowhere when no path fits', () => {
    expect(routeFor(routes.slice(0, 2), '/other')).toBeUndefined();
  });

  it.each([
    ['App.Test:8443', 'app.test'],
    ['app.test.', 'app.test'],
    ['[::1]:443', '::1'],
    ['127.0.0.1', '127.0.0.1'],
  ])('%s is the name %s', (authority, name) => {
    expect(nameIn(authority)).toBe(name);
  });

  it('is by the exact name first, then by a wildcard of one label', () => {
    const sites = new Map([
      ['a.app.test', 1],
      ['*.app.test', 2],
    ]);
    expect(['a.app.test', 'b.app.test', 'c.b.app.test', 'app.test'].map((name) => siteFor(sites, name))).toEqual([
      1,
      2,
      undefined,
      undefined,
    ]);
  });
});
