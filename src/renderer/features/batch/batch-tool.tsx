import { useBatchRun } from '../../state/batch-run';
import { useClient } from '../../state/client-context';
import { useQuery } from '../../state/use-query';
import { Loading } from '../../ui/loading';
import { FailureNote } from '../../ui/notes';
import { BatchForm } from './batch-form';
import { BatchProgressBar } from './progress';
import { Results } from './results';

/** A list in, a certificate for each row out. */
export function BatchTool() {
  const { api } = useClient();
  const { progress, report, again } = useBatchRun();
  const settings = useQuery(() => api.settings.get(), 'settings');
  if (progress) return <BatchProgressBar progress={progress} />;
  if (report) return <Results report={report} onAgain={again} />;
  if (settings.failure) return <FailureNote failure={settings.failure} onRetry={settings.reload} />;
  if (!settings.data) return <Loading label="Reading the settings" rows={2} />;
  return <BatchForm validityDays={settings.data.validityDays} />;
}
