import { describe, expect, it } from 'vitest';
import { draftOf, reloadOfDraft } from './reload-draft';

const draft = draftOf(undefined);

describe('the draft of a reload', () => {
  it('keeps each line as one argument, whatever is in it', () => {
    const asked = reloadOfDraft({
      ...draft,
      program: ' /usr/sbin/nginx ',
      args: '-c\n/my folder/$x.conf\n\n-s\nreload\n',
    });
    expect(asked).toMatchObject({ program: '/usr/sbin/nginx', args: ['-c', '/my folder/$x.conf', '', '-s', 'reload'] });
    expect(reloadOfDraft({ ...draft, program: 'x' })).toMatchObject({ args: [] });
  });

  it('asks for nothing while a field is empty or wrong', () => {
    expect(reloadOfDraft(draft)).toBeUndefined();
    expect(reloadOfDraft({ ...draft, program: 'x', timeoutSeconds: Number.NaN })).toBeUndefined();
    expect(reloadOfDraft({ ...draft, kind: 'http', url: 'localhost' })).toBeUndefined();
    expect(reloadOfDraft({ ...draft, kind: 'none' })).toBeNull();
  });

  it('comes back as it was set', () => {
    const command = { kind: 'command' as const, program: '/bin/x', args: ['a b', 'c'], timeoutSeconds: 5 };
    expect(reloadOfDraft(draftOf({ ...command, text: '' }))).toEqual(command);
    const http = { kind: 'http' as const, url: 'http://localhost:1/', method: 'GET' as const, timeoutSeconds: 9 };
    expect(reloadOfDraft(draftOf({ ...http, text: '' }))).toEqual(http);
  });
});
