import { Button } from '@mantine/core';
import type { Inspection } from '../../state/inspections';
import { useInspections } from '../../state/inspections';
import layout from '../../ui/layout.module.css';
import { DetailPanel, DetailTitle } from '../../ui/list-detail';
import { FailureNote } from '../../ui/notes';
import { Steps } from '../../ui/results';
import { Tag } from '../../ui/tag';
import { Report } from './report';
import styles from './report.module.css';
import { reportSign } from './words';

interface InspectionDetailProps {
  inspection: Inspection;
  onClose: () => void;
}

/** One look at a server: how far it is, why it could not begin, or what it gave. */
export function InspectionDetail({ inspection, onClose }: InspectionDetailProps) {
  const { start, cancel } = useInspections();
  const { asked, report, failure, steps } = inspection;
  const sign = report && reportSign(report);
  return (
    <DetailPanel label="Inspection" closes="the report" onClose={onClose}>
      <DetailTitle
        sign={
          sign ? (
            <Tag tone={sign.tone} icon={sign.icon}>
              {sign.word}
            </Tag>
          ) : null
        }
      >
        {report?.target.text ?? asked.target}
      </DetailTitle>
      {failure ? <FailureNote failure={failure} onRetry={() => start(asked)} /> : null}
      {report ? (
        <Report
          report={report}
          onAgain={() => start(asked)}
          onBrowsers={asked.browsers === true ? undefined : () => start({ ...asked, browsers: true })}
        />
      ) : null}
      {!report && !failure ? (
        <>
          <p className={layout.mute} role="status">
            {asked.browsers === true
              ? 'Handshakes of several kinds are made with it, and each browser opens its page.'
              : 'Handshakes of several kinds are made with it. Nothing else is sent.'}
          </p>
          <div className={styles.steps}>
            <Steps steps={steps} />
          </div>
          <div>
            <Button
              onClick={() => {
                cancel(inspection.id);
                onClose();
              }}
            >
              Stop
            </Button>
          </div>
        </>
      ) : null}
    </DetailPanel>
  );
}
