import './jitless';
import { Double } from './double';
import { type State, states } from './states';

const page = globalThis as unknown as { location: { search: string } };
const query = new URLSearchParams(page.location.search);
const asked = query.get('state') ?? 'full';
const state: State = states.find((name) => name === asked) ?? 'full';
const double = new Double(state, query.get('platform') ?? 'linux');
Object.assign(globalThis, { sealwax: double.bridge(), double });
