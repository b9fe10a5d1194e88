import { Commands } from '../../ui/copy';
import layout from '../../ui/layout.module.css';
import styles from './settings.module.css';

const first = [
  'sealwax status',
  'sealwax issue app.test localhost 127.0.0.1',
  'sealwax verify fullchain.pem --name app.test',
];
/** What scripts and tools that were written for mkcert call. */
const asMkcert = ['sealwax mkcert -install', 'sealwax mkcert example.test "*.example.test"'];

/** The same on the command line: what to type, and where help is. */
export function CommandLine() {
  return (
    <section className={`${layout.card} ${styles.groups}`} aria-labelledby="command-line">
      <div className={layout.stack}>
        <h2 id="command-line">Command line</h2>
        <p className={layout.mute}>
          Everything here can be done by the program <code>sealwax</code> as well, on the same data folder and at the
          same time. <code>sealwax help</code> lists the commands, each with examples; <code>--json</code> gives stable
          output for scripts.
        </p>
        <Commands commands={first} what="first commands" />
        <p className={layout.mute}>
          It also takes mkcert's arguments, for tools that call mkcert. That mode has an authority of its own, because
          mkcert promises any name.
        </p>
        <Commands commands={asMkcert} what="commands in the way of mkcert" />
      </div>
    </section>
  );
}
