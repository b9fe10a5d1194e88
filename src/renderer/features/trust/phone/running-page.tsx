import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { Authority } from '../../../../ipc/schemas';
import type { PhonePage } from '../../../../ipc/trust-schemas';
import { useNow } from '../../../state/use-now';
import { formatClock, relativeDate } from '../../../text/dates';
import { colonHex } from '../../../text/hex';
import { CopyValue } from '../../../ui/copy';
import layout from '../../../ui/layout.module.css';
import { Tag } from '../../../ui/tag';
import styles from './phone.module.css';
import { type Platform, platforms, visitSigns } from './phone-words';
import { QrCode } from './qr-code';

interface RunningPageProps {
  page: PhonePage;
  root: Authority;
  busy: boolean;
  onStop: () => void;
}

/** The code and the address, the steps on the phone, and who came. */
export function RunningPage({ page, root, busy, onStop }: RunningPageProps) {
  const now = useNow();
  const [platform, setPlatform] = useState<Platform>('ios');
  const { steps, note } = platforms[platform];
  const [address, ...others] = page.urls;
  return (
    <div className={styles.columns}>
      <section className={`${layout.card} ${styles.left}`} aria-label="Page for phones">
        {page.qr.length > 0 ? <QrCode rows={page.qr} label={`QR code of ${address ?? 'the page'}`} /> : null}
        <div className={styles.address}>
          <p className={layout.mute}>Scan it with the phone’s camera, or type:</p>
          {address === undefined ? null : (
            <p className={styles.url}>
              <CopyValue text={address} what="address of the page" />
            </p>
          )}
          {others.length > 0 ? (
            <p className={styles.others}>
              In another network:{' '}
              {others.map((url) => (
                <CopyValue key={url} text={url} what="address of the page" />
              ))}
            </p>
          ) : null}
        </div>
        <Button disabled={busy} onClick={onStop}>
          Stop the page
        </Button>
        {page.until === undefined ? null : (
          <small>
            It stops by itself at {formatClock(page.until)} ({relativeDate(page.until, now)}).
          </small>
        )}
      </section>
      <div className={styles.right}>
        <section className={`${layout.card} ${layout.pad} ${layout.stack}`} aria-label="On the phone">
          <div className={styles.stepsHead}>
            <h2>On the phone</h2>
            <SegmentedControl
              aria-label="Kind of phone"
              size="xs"
              value={platform}
              data={Object.entries(platforms).map(([value, { label }]) => ({ value, label }))}
              onChange={(value) => setPlatform(value as Platform)}
            />
          </div>
          <ol className={styles.steps}>
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <small>{note}</small>
          <dl className={styles.compare}>
            <dt>Root</dt>
            <dd>{root.name}</dd>
            <dt>SHA-256 fingerprint, to compare</dt>
            <dd>
              <CopyValue text={colonHex(root.fingerprint)} what="fingerprint of the root" />
            </dd>
          </dl>
        </section>
        <section className={layout.card} aria-label="Visits">
          <h2 className={styles.visitsTitle}>Who came</h2>
          {page.visits.length === 0 ? (
            <p className={styles.nobody}>Nobody yet. A phone shows up here as soon as it opens the page.</p>
          ) : (
            <ul className={styles.visits} aria-live="polite">
              {page.visits.map((visit) => {
                const sign = visitSigns[visit.what];
                return (
                  <li key={`${visit.at} ${visit.device} ${visit.what}`}>
                    <span className={styles.device}>{visit.device}</span>
                    <time dateTime={visit.at} className={layout.mute}>
                      {formatClock(visit.at)}
                    </time>
                    <Tag tone={sign.tone} icon={sign.icon}>
                      {sign.word}
                    </Tag>
                  </li>
                );
              })}
            </ul>
          )}
        </section>
      </div>
    </div>
  );
}
