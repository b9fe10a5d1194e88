import { createColumnHelper, createSortedRowModel, rowSortingFeature, tableFeatures } from '@tanstack/react-table';
import type { Certificate } from '../../../ipc/schemas';
import { useNow } from '../../state/use-now';
import { namesInBrief } from '../../text/names';
import { Moment } from '../../ui/moment';
import { signOf } from '../../ui/status';
import { Tag } from '../../ui/tag';
import styles from './certificate-table.module.css';
import { compareInstants, compareStatus, compareText } from './listing';

export const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

const helper = createColumnHelper<typeof features, Certificate>();

export const columns = helper.columns([
  helper.accessor((certificate) => certificate.names[0]?.display ?? certificate.commonName, {
    id: 'names',
    header: 'Names',
    cell: ({ row }) => <Names certificate={row.original} />,
    sortFn: (a, b, id) => compareText(a.getValue<string>(id), b.getValue<string>(id)),
  }),
  helper.accessor('issuer', {
    header: 'Issuer',
    cell: ({ getValue }) => <span className={styles.clip}>{getValue()}</span>,
    sortFn: (a, b, id) => compareText(a.getValue<string>(id), b.getValue<string>(id)),
  }),
  helper.accessor('createdAt', {
    header: 'Created',
    cell: ({ getValue }) => <When at={getValue()} />,
    sortFn: (a, b, id) => compareInstants(a.getValue<string>(id), b.getValue<string>(id)),
  }),
  helper.accessor('notAfter', {
    header: 'Expires',
    cell: ({ getValue }) => <When at={getValue()} />,
    sortFn: (a, b, id) => compareInstants(a.getValue<string>(id), b.getValue<string>(id)),
  }),
  helper.accessor('status', {
    header: 'Status',
    cell: ({ getValue }) => {
      const sign = signOf(getValue());
      return (
        <Tag tone={sign.tone} icon={sign.icon}>
          {sign.word}
        </Tag>
      );
    },
    sortFn: (a, b) => compareStatus(a.original.status, b.original.status),
  }),
]);

function Names({ certificate }: { certificate: Certificate }) {
  const brief = namesInBrief(certificate.names);
  return (
    <>
      <span className={styles.clip}>{brief.first || certificate.commonName}</span>
      {brief.others ? <small className={styles.clip}>{brief.others}</small> : null}
    </>
  );
}

function When({ at }: { at: string }) {
  const now = useNow();
  return <Moment at={at} now={now} />;
}
