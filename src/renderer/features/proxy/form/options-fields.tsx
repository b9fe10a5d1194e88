import { Checkbox, NativeSelect, NumberInput } from '@mantine/core';
import type { ProxyOptions, ProxyProblem } from '../../../../ipc/proxy-schemas';
import { useAuthorities } from '../../../state/use-authorities';
import { Note } from '../../../ui/notes';
import { type ProxyDraft, problemAt } from './draft';
import styles from './form.module.css';
import { said } from './routes-fields';

interface OptionsFieldsProps {
  draft: ProxyDraft;
  problems: readonly ProxyProblem[];
  onChange: (change: Partial<ProxyDraft>) => void;
}

/** A month: long enough to be remembered by a browser, short enough to be rid of again (seconds). */
const hstsSeconds = 30 * 24 * 3600;

const addresses = [
  { value: '127.0.0.1', label: 'This machine alone (127.0.0.1)' },
  { value: '::1', label: 'This machine alone, IPv6 (::1)' },
  { value: '0.0.0.0', label: 'Everybody in the network (0.0.0.0)' },
  { value: '::', label: 'Everybody in the network, IPv6 too (::)' },
];

/** What few need: each is off, or careful, unless a person says otherwise. */
export function OptionsFields({ draft, problems, onChange }: OptionsFieldsProps) {
  const { address, options } = draft;
  const authorities = useAuthorities().filter(({ problems: wrong }) => wrong.length === 0);
  const set = (change: Partial<ProxyOptions>) => onChange({ options: { ...options, ...change } });
  const addressProblem = problemAt(problems, 'address');
  const redirectProblem = problemAt(problems, 'options.redirectFrom');
  const known = addresses.some(({ value }) => value === address);
  return (
    <div className={styles.options}>
      <NativeSelect
        label="Who can reach it"
        value={address}
        data={known ? addresses : [...addresses, { value: address, label: address }]}
        error={addressProblem && said(addressProblem)}
        onChange={(event) => onChange({ address: event.currentTarget.value })}
      />
      {/^127\.|^::1$/.test(address) ? null : (
        <Note
          tone="warn"
          message="Every machine in your network can then open your server."
          hint="Most development servers are not made for that."
        />
      )}
      {authorities.length < 2 ? null : (
        <NativeSelect
          label="Signed by"
          value={draft.authorityId}
          data={[
            { value: '', label: 'The default authority' },
            ...authorities.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(event) => onChange({ authorityId: event.currentTarget.value })}
        />
      )}
      <div className={styles.redirect}>
        <Checkbox
          label="Send browsers from HTTP to HTTPS"
          checked={options.redirectFrom !== null}
          onChange={(event) => set({ redirectFrom: event.currentTarget.checked ? 8080 : null })}
        />
        {options.redirectFrom === null ? null : (
          <NumberInput
            aria-label="Port of HTTP"
            value={options.redirectFrom}
            min={1}
            max={65_535}
            allowDecimal={false}
            allowNegative={false}
            hideControls
            error={redirectProblem && said(redirectProblem)}
            onChange={(value) => set({ redirectFrom: typeof value === 'number' ? value : 8080 })}
          />
        )}
      </div>
      <Checkbox
        label="TLS 1.3 only"
        checked={options.tls13Only}
        onChange={(event) => set({ tls13Only: event.currentTarget.checked })}
      />
      <Checkbox
        label="Require client certificates"
        description="Only certificates for clients that an authority of yours signed are let in."
        checked={options.clientCertificates === 'required'}
        onChange={(event) => set({ clientCertificates: event.currentTarget.checked ? 'required' : 'off' })}
      />
      <Checkbox
        label="Tell browsers to use HTTPS alone (HSTS), for 30 days"
        description="Browsers remember it, also when the proxy is gone."
        checked={options.hstsSeconds !== null}
        onChange={(event) => set({ hstsSeconds: event.currentTarget.checked ? hstsSeconds : null })}
      />
      <Checkbox
        label="Give the server the name that the browser asked for"
        description="As Host. Off, it gets its own host and port; some servers insist on that."
        checked={options.keepHost}
        onChange={(event) => set({ keepHost: event.currentTarget.checked })}
      />
      <Checkbox
        label="Pass on what a client says about where it came from"
        description="X-Forwarded-For and Forwarded. Anybody can write anything there, so it is removed unless another proxy stands in front."
        checked={options.trustForwarded}
        onChange={(event) => set({ trustForwarded: event.currentTarget.checked })}
      />
      <Checkbox
        label="Write a key log for Wireshark"
        checked={options.keyLog}
        onChange={(event) => set({ keyLog: event.currentTarget.checked })}
      />
      {options.keyLog ? (
        <Note
          tone="warn"
          message="Whoever reads the key log can read all that goes through this proxy."
          hint="The file is private to your account. Turn it off when you are done."
        />
      ) : null}
    </div>
  );
}
