import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Container, container, json, program } from '../support/cli';

let machine: Container;
let certificate: string;
let authority: string;

beforeAll(async () => {
  machine = await container();
  await mkdir(join(machine.folder, 'bin'));
  await symlink(program, join(machine.folder, 'bin/sealwax'));
  authority = json(await machine.run(['ca', 'create', 'Team CA', '--json'])).authority.id;
  certificate = json(await machine.run(['issue', 'shop.test', '--json'])).certificate.id;
  await mkdir(join(machine.folder, 'certs'));
  await writeFile(join(machine.folder, 'certs.csv'), '');
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, stdout, stderr } = await machine.run(['completion', shell]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await machine.file(`completion.${shell}`, stdout);
  }
});

const env = () => ({ ...process.env, ...machine.env, PATH: `${machine.folder}/bin:${process.env.PATH}` });

/** What the real shell would offer after this line. */
const shells: Record<string, (line: string) => string[]> = {
  bash: (line) => {
    // As Readline calls it: the words split at its own breaks, the cursor at the end.
    const script = `
      source completion.bash
      COMP_LINE=$1; COMP_POINT=\${#1}
      COMP_WORDS=(); word=''
      for ((i = 0; i < \${#1}; i++)); do
        c=\${1:i:1}
        case $c in
          ' ') COMP_WORDS+=("$word"); word='' ;;
          [=:]) [[ -n $word ]] && COMP_WORDS+=("$word"); COMP_WORDS+=("$c"); word='' ;;
          *) word+=$c ;;
        esac
      done
      [[ $1 == *[=:] ]] || COMP_WORDS+=("$word")
      COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
      _sealwax sealwax "\${COMP_WORDS[COMP_CWORD]}"
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    return lines(
      execFileSync('bash', ['--norc', '-c', script, 'bash', line], {
        cwd: machine.folder,
        env: env(),
        encoding: 'utf8',
      }),
    );
  },
  zsh: (line) => {
    // Completion needs a line editor: a shell of its own in a pseudo terminal (zpty) is asked to list what it knows.
    const script = `
      zmodload zsh/zpty
      zpty z zsh -f -i
      zpty -w z 'PS1=; PROMPT=; autoload -Uz compinit; compinit -u -d $HOME/.zcompdump; source completion.zsh'
      zpty -w z 'zstyle ":completion:*" list-prompt ""; zstyle ":completion:*" insert-tab false; compadd() { if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return $?; fi; typeset -a __found; builtin compadd -A __found "$@"; print -rl -- START $__found END; }'
      zpty -w z 'bindkey "^I" complete-word; print -r READY'
      while zpty -r z out; do [[ $out == *READY* && $out != *print* ]] && break; done
      zpty -n -w z "$1"$'\\t'
      text=; for i in {1..100}; do
        while zpty -r -t z out; do text+=$out; done
        [[ $text == *END* ]] && break; sleep 0.1
      done
      print -r -- "$text"`;
    const out = execFileSync('zsh', ['-f', '-c', script, 'zsh', line], {
      cwd: machine.folder,
      env: env(),
      encoding: 'utf8',
      timeout: 30_000,
    });
    const found = /START\s([\s\S]*?)END/.exec(out.replaceAll('\r', ''));
    return lines(found?.[1] ?? '');
  },
  fish: (line) => {
    const script = 'source completion.fish; complete -C $argv[1]';
    return lines(
      execFileSync('fish', ['--no-config', '-c', script, line], { cwd: machine.folder, env: env(), encoding: 'utf8' }),
    ).map((each) => each.split('\t')[0] as string);
  },
};

const lines = (text: string) => text.split('\n').filter((line) => line !== '');
const installed = Object.keys(shells).filter((shell) => spawnSync(shell, ['-c', 'true']).status === 0);

describe.each(installed)('completion in %s', (shell) => {
  const offered = (line: string) => shells[shell]?.(line) ?? [];

  it('knows commands and subcommands', () => {
    expect(offered('sealwax s')).toEqual(expect.arrayContaining(['status', 'show', 'sign']));
    expect(offered('sealwax s')).not.toContain('issue');
    expect(offered('sealwax ca ex')).toEqual(['export']);
    expect(offered('sealwax help tr')).toEqual(['trust']);
  });

  it('knows the options of a command', () => {
    expect(offered('sealwax issue --pu')).toEqual(['--purpose']);
    expect(offered('sealwax issue a.test --days 3 --for')).toEqual(expect.arrayContaining(['--format', '--force']));
  });

  it('knows the words of an option, one after the other in a list', () => {
    expect(offered('sealwax issue a.test --purpose cl')).toEqual(['client']);
    expect(offered('sealwax export x --format pem,pkcs12-').map((word) => word.split(',').pop())).toEqual([
      'pkcs12-legacy',
    ]);
  });

  it('knows the certificates and authorities that are here', () => {
    expect(offered('sealwax show shop')).toEqual([certificate]);
    expect(offered('sealwax list --ca root')).toEqual([authority]);
    expect(offered('sealwax ca show Team').map((word) => word.replaceAll('\\', '').replaceAll("'", ''))).toEqual([
      'Team CA',
    ]);
  });

  it('leaves files and folders to the shell', () => {
    if (shell === 'zsh') return;
    expect(
      offered('sealwax issue --batch ce')
        .map((word) => word.replace(/\/$/, ''))
        .sort(),
    ).toEqual(['certs', 'certs.csv']);
    expect(offered('sealwax issue --out ce').map((word) => word.replace(/\/$/, ''))).toEqual(['certs']);
  });
});

describe('the completion of values after =', () => {
  it('works in bash, which splits there', () => {
    expect(shells.bash?.('sealwax issue --purpose=cl')).toEqual(['client']);
    expect(shells.bash?.('sealwax issue --purpose=').sort()).toEqual(['client', 'email', 'server', 'server-client']);
  });

  it('asks nobody and makes no folder', async () => {
    const fresh = await container();
    const { code, stdout, stderr } = await fresh.run(['__complete', '--', 'show', ''], {
      env: { SEALWAX_PASSPHRASE_FILE: '' },
    });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(spawnSync('ls', [fresh.home]).status).not.toBe(0);
  });
});
