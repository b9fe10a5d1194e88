import { Button, VisuallyHidden } from '@mantine/core';
import type { Cure, InspectFinding } from '../../../ipc/inspect-schemas';
import { CopyIcon } from '../../ui/copy';
import { Fold } from '../../ui/fold';
import { Icon, type IconName } from '../../ui/icons';
import styles from './report.module.css';
import { useCure } from './use-cure';
import { cureWords, findingSigns } from './words';

/** What is wrong, the worst first, each with its rule and the buttons that cure it; what only tells is folded below. */
export function Findings({ findings }: { findings: readonly InspectFinding[] }) {
  const needed = findings.filter(({ severity }) => severity !== 'info');
  const told = findings.filter(({ severity }) => severity === 'info');
  if (findings.length === 0) return null;
  return (
    <section className={styles.findingPart} aria-label="Findings">
      {needed.length > 0 ? <FindingList findings={needed} /> : null}
      {told.length > 0 ? (
        <Fold label={told.length === 1 ? '1 note that needs nobody' : `${told.length} notes that need nobody`}>
          <FindingList findings={told} />
        </Fold>
      ) : null}
    </section>
  );
}

function FindingList({ findings }: { findings: readonly InspectFinding[] }) {
  return (
    <ul className={styles.findings}>
      {findings.map((finding) => (
        <FindingItem key={`${finding.code} ${finding.certificate ?? ''} ${finding.message}`} finding={finding} />
      ))}
    </ul>
  );
}

function FindingItem({ finding }: { finding: InspectFinding }) {
  const cure = useCure();
  const { severity, title, message, rule, source, cures } = finding;
  const sign = findingSigns[severity];
  return (
    <li className={styles.finding} data-tone={sign.tone}>
      <Icon name={sign.icon} size={18} />
      <div>
        <h3>
          <VisuallyHidden>{sign.word}: </VisuallyHidden>
          {title}
        </h3>
        <p>{message}</p>
        <p className={styles.rule}>
          {rule}{' '}
          <cite>
            {source.text}
            {source.url === undefined ? null : <CopyIcon text={source.url} what={`address of ${source.text}`} />}
          </cite>
        </p>
        {cures.length > 0 ? (
          <div className={styles.cures}>
            {cures.map((each, index) => (
              <Button
                key={`${each.kind} ${each.label}`}
                size="xs"
                {...(index === 0 && severity === 'bad' ? { variant: 'filled' } : {})}
                leftSection={<Icon name={cureIcons[each.kind]} size={15} />}
                onClick={() => cure(each)}
              >
                {cureWords(each)}
              </Button>
            ))}
          </div>
        ) : null}
      </div>
    </li>
  );
}

const cureIcons: Record<Cure['kind'], IconName> = {
  issue: 'certificate',
  trust: 'shield',
  renew: 'renew',
  deploy: 'export',
  snippet: 'file',
  proxy: 'proxy',
  text: 'copy',
};
