import { daysFrom, issue, type Made, pair } from './path-certificates';
import type { PathVector } from './path-vectors';

const past = daysFrom(-1);
/** What OpenSSL does not do: it takes the first issuer that fits, and tries no other when the path fails above it. */
const goesBack = 'openssl does not go back to another issuer; Chromium, Firefox and Go do (RFC 4158)';

function orderVectors(): PathVector[] {
  const root = issue({});
  const a = issue({ subject: 'A', issuer: root, ca: true });
  const b = issue({ subject: 'B', issuer: a, ca: true });
  const c = issue({ subject: 'C', issuer: b, ca: true });
  const leaf = issue({ issuer: c });
  const foreign = issue({ subject: 'Foreign' });
  const junk = issue({ subject: 'Junk', issuer: foreign, ca: true });
  const chain = ['leaf.app.test', 'C', 'B', 'A', 'Root'];
  const base = { leaf, roots: [root], fails: [], chain };
  return [
    { ...base, title: 'three intermediates in order', intermediates: [c, b, a] },
    { ...base, title: 'three intermediates in wrong order', intermediates: [a, c, b] },
    {
      ...base,
      title: 'intermediates with others among them, twice each',
      intermediates: [junk, b, a, foreign, a, c, b, leaf],
    },
    {
      ...base,
      title: 'several roots, the right one last',
      intermediates: [c, b, a],
      roots: [foreign, issue({}), root],
    },
    {
      ...base,
      title: 'several roots, the right one first',
      intermediates: [c, b, a],
      roots: [root, issue({}), foreign],
    },
    { title: 'an intermediate that is missing', leaf, intermediates: [c, a], roots: [root], fails: ['no-issuer'] },
    { title: 'no intermediates at all', leaf, roots: [root], fails: ['no-issuer'] },
    { title: 'no roots at all', leaf, intermediates: [c, b, a], roots: [], fails: ['no-issuer'] },
    {
      title: 'a root that is given as an intermediate',
      leaf,
      intermediates: [c, b, a, root],
      roots: [foreign],
      fails: ['untrusted-root'],
    },
    {
      title: 'an intermediate that is given as a root',
      leaf,
      intermediates: [c, b],
      roots: [a],
      fails: ['no-issuer'],
    },
    {
      title: 'a leaf that names another issuer',
      leaf: issue({ issuer: root, issuerName: 'Nobody' }),
      roots: [root],
      fails: ['issuer-name'],
    },
  ];
}

function selfVectors(): PathVector[] {
  const own = issue({ subject: 'self.app.test', ca: false });
  const root = issue({});
  const twin = issue({ key: root.key });
  return [
    { title: 'a self-signed leaf', leaf: own, roots: [root], fails: ['untrusted-root'] },
    { title: 'a self-signed leaf that is a trusted root', leaf: own, roots: [own], fails: [] },
    { title: 'a trusted root by itself', leaf: root, roots: [root], fails: [] },
    { title: 'a root by itself, not trusted', leaf: root, roots: [own], fails: ['untrusted-root'] },
    { title: 'an expired root by itself', leaf: root, roots: [root], at: daysFrom(31), fails: ['expired'] },
    {
      title: 'a root made again with the same key, the old one among the intermediates',
      leaf: issue({ issuer: root }),
      intermediates: [twin],
      roots: [root],
      fails: [],
    },
    {
      title: 'a root made again with the same key, the old one trusted and expired',
      leaf: issue({ issuer: root }),
      roots: [issue({ key: root.key, to: past }), root],
      fails: [],
    },
    {
      title: 'a leaf signed by a server',
      leaf: issue({ issuer: own }),
      roots: [own],
      fails: ['basic-constraints', 'key-usage'],
    },
  ];
}

/** One authority, certified by several. */
function crossVectors(): PathVector[] {
  const oldRoot = issue({ subject: 'Old Root' });
  const newRoot = issue({ subject: 'New Root' });
  const expired = issue({ subject: 'Expired Root', to: past });
  const key = pair();
  const by = (issuer: Made, spec = {}) => issue({ subject: 'Issuing', issuer, ca: true, key, ...spec });
  const byOld = by(oldRoot);
  const byNew = by(newRoot);
  const byExpired = by(expired);
  const leaf = issue({ issuer: byNew });
  // The new root, certified by the old one, as Let's Encrypt's was.
  const bridge = issue({ subject: 'New Root', issuer: oldRoot, ca: true, key: newRoot.key });
  const oldBridge = issue({ subject: 'New Root', issuer: expired, ca: true, key: newRoot.key });
  return [
    {
      title: 'an intermediate signed by two roots, both trusted',
      leaf,
      intermediates: [byOld, byNew],
      roots: [oldRoot, newRoot],
      fails: [],
    },
    {
      title: 'an intermediate signed by two roots, one trusted',
      leaf,
      intermediates: [byOld, byNew],
      roots: [newRoot],
      fails: [],
      differs: goesBack,
      chain: ['leaf.app.test', 'Issuing', 'New Root'],
    },
    {
      title: 'an intermediate signed by two roots, one expired',
      leaf,
      intermediates: [byExpired, byNew],
      roots: [expired, newRoot],
      fails: [],
      differs: goesBack,
      chain: ['leaf.app.test', 'Issuing', 'New Root'],
    },
    {
      title: 'two certificates of one intermediate, one expired',
      leaf,
      intermediates: [by(newRoot, { to: past }), byNew],
      roots: [newRoot],
      fails: [],
    },
    {
      title: 'two certificates of one intermediate, both expired',
      leaf,
      intermediates: [by(newRoot, { to: past }), by(newRoot, { to: daysFrom(-2) })],
      roots: [newRoot],
      fails: ['expired'],
    },
    {
      title: 'a new root that only an old trusted one certifies',
      leaf,
      intermediates: [byNew, bridge],
      roots: [oldRoot],
      fails: [],
      chain: ['leaf.app.test', 'Issuing', 'New Root', 'Old Root'],
    },
    {
      title: 'a trusted new root beside its certificate by an expired one',
      leaf,
      intermediates: [byNew, oldBridge],
      roots: [expired, newRoot],
      fails: [],
      chain: ['leaf.app.test', 'Issuing', 'New Root'],
    },
    {
      title: 'a path by an authority with no room, and another that fits',
      leaf,
      intermediates: [by(issue({ subject: 'Tight', issuer: oldRoot, ca: true, pathLength: 0 })), byNew],
      roots: [oldRoot, newRoot],
      fails: [],
      differs: goesBack,
    },
  ];
}

function loopVectors(): PathVector[] {
  const keyA = pair();
  const keyB = pair();
  const rootless = issue({ subject: 'B', key: keyB });
  const a = issue({ subject: 'A', key: keyA, issuer: rootless, ca: true });
  const b = issue({ subject: 'B', key: keyB, issuer: a, ca: true });
  const leaf = issue({ issuer: a });
  const root = issue({});
  const bByRoot = issue({ subject: 'B', key: keyB, issuer: root, ca: true });
  return [
    { title: 'two authorities that sign each other', leaf, intermediates: [a, b], roots: [root], fails: ['loop'] },
    {
      title: 'two authorities that sign each other, one of them certified by a root',
      leaf,
      intermediates: [a, b, bByRoot],
      roots: [root],
      fails: [],
      differs: goesBack,
      chain: ['leaf.app.test', 'A', 'B', 'Root'],
    },
  ];
}

function hintVectors(): PathVector[] {
  const root = issue({});
  const sameName = issue({});
  const hintless = { above: 'left-out' as const, own: 'left-out' as const };
  const strict = 'strict mode wants key identifiers; validation does not need them';
  const silent = issue(hintless);
  const silentTwin = issue(hintless);
  return [
    {
      title: 'two roots of one name, told apart by key identifier',
      leaf: issue({ issuer: root }),
      roots: [sameName, root],
      fails: [],
    },
    {
      title: 'two roots of one name without key identifiers, told apart by the signature',
      leaf: issue({ issuer: silent, ...hintless }),
      roots: [silentTwin, silent],
      fails: [],
      differs: strict,
    },
    {
      title: 'an authority key identifier of another key, and a signature that fits',
      leaf: issue({ issuer: root, above: Buffer.alloc(20, 7) }),
      roots: [root],
      fails: [],
      differs: 'openssl takes the issuer for another one; Chromium, Firefox and Go have the identifier as a hint',
    },
    {
      title: 'an authority of the same name with another key',
      leaf: issue({ issuer: root }),
      roots: [sameName],
      fails: ['signature'],
    },
  ];
}

function lengthVectors(): PathVector[] {
  const chainOf = (title: string, between: number, more: Partial<PathVector>): PathVector => {
    const root = issue({});
    const chain: Made[] = [];
    for (let index = 0; index < between; index += 1) {
      chain.push(issue({ subject: `Authority ${index}`, issuer: chain[index - 1] ?? root, ca: true }));
    }
    const leaf = issue({ issuer: chain[between - 1] as Made });
    return { title, leaf, intermediates: chain, roots: [root], fails: [], ...more };
  };
  return [
    chainOf('a chain of 16 certificates', 14, {}),
    chainOf('a chain of 17 certificates', 15, {
      fails: ['too-long'],
      differs: 'openssl follows 100; nobody has a chain of more than a few',
    }),
  ];
}

/** How paths are found: order, choice, circles, hints. */
export function buildingVectors(): PathVector[] {
  return [
    ...orderVectors(),
    ...selfVectors(),
    ...crossVectors(),
    ...loopVectors(),
    ...hintVectors(),
    ...lengthVectors(),
  ];
}
