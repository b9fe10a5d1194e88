import { Button, VisuallyHidden } from '@mantine/core';
import type { Certificate } from '../../../ipc/schemas';
import { useNavigation } from '../../state/navigation';
import { useNow } from '../../state/use-now';
import { dayInWords, formatFull, relativeDate } from '../../text/dates';
import { namesInBrief } from '../../text/names';
import layout from '../../ui/layout.module.css';
import { signOf } from '../../ui/status';
import { Tag } from '../../ui/tag';
import styles from './overview.module.css';

/** The certificates that end first. */
export function ExpiresNext({ certificates }: { certificates: readonly Certificate[] }) {
  const { go } = useNavigation();
  const now = useNow();
  return (
    <section className={layout.card} aria-labelledby="expires-next">
      <table className={styles.table}>
        <caption id="expires-next">Expires next</caption>
        <thead>
          <tr>
            <th scope="col">Names</th>
            <th scope="col">Expires</th>
            <th scope="col" className={styles.wide}>
              Issuer
            </th>
            <th scope="col">
              <VisuallyHidden>Details</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {certificates.map((certificate) => {
            const sign = signOf(certificate.status);
            const brief = namesInBrief(certificate.names);
            return (
              <tr key={certificate.id}>
                <td>
                  {brief.first}
                  <small>{brief.others}</small>
                </td>
                <td title={formatFull(certificate.notAfter)}>
                  <Tag tone={sign.tone} icon={sign.icon}>
                    {relativeDate(certificate.notAfter, now)}
                  </Tag>
                  <small>{dayInWords(certificate.notAfter, now)}</small>
                </td>
                <td className={styles.wide}>{certificate.issuer}</td>
                <td className={styles.button}>
                  <Button
                    size="xs"
                    aria-label={`Show ${brief.first}`}
                    onClick={() => go('certificates', { kind: 'certificate', id: certificate.id })}
                  >
                    Show
                  </Button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
