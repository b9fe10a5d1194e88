import { describe, expect, it } from 'vitest';
import { search } from './search';

const actions = [{ label: 'New certificate' }, { label: 'Go to Certificates' }, { label: 'Theme: dark' }];

describe('the palette', () => {
  it('shows everything at first', () => {
    expect(search(actions, ' ')).toHaveLength(3);
  });

  it('finds by the beginnings of words, in any order', () => {
    expect(search(actions, 'cert new').map((action) => action.label)).toEqual(['New certificate']);
    expect(search(actions, 'dark')).toHaveLength(1);
    expect(search(actions, 'ertificate')).toHaveLength(0);
  });
});
