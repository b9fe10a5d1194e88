import type { RequestPreview } from '../../../ipc/issue-schemas';
import { sentenceList } from '../../text/names';
import { Fact, FactList } from '../../ui/certificate-fact';
import layout from '../../ui/layout.module.css';
import { Note } from '../../ui/notes';
import { Tag } from '../../ui/tag';

/** What the request says, and whether it may be signed at all. */
export function Asked({ preview }: { preview: RequestPreview }) {
  const usages = [...preview.keyUsages, ...preview.extendedKeyUsages];
  const broken = preview.refusals.some(({ code }) => code === 'signature-wrong');
  return (
    <section className={layout.stack} aria-label="What the request asks for">
      {preview.refusals.map((refusal) => (
        <div key={refusal.message} role="alert">
          <Note tone="bad" message={refusal.message} hint={refusal.hint} />
        </div>
      ))}
      <FactList>
        <Fact term="Signature">
          {broken ? (
            <Tag tone="bad" icon="cross">
              does not fit
            </Tag>
          ) : (
            <Tag tone="ok" icon="tick">
              made with its own key
            </Tag>
          )}{' '}
          <small>{preview.signatureAlgorithm}</small>
        </Fact>
        <Fact term="Subject">{preview.subject || 'empty'}</Fact>
        <Fact term="Key">{preview.keyType}, kept by whoever made the request</Fact>
        <Fact term="Usages asked for">{usages.length > 0 ? sentenceList(usages) : 'none named'}</Fact>
        {preview.leftOut.length > 0 ? (
          <Fact term="Left out">
            {preview.leftOut.map(({ what, reason }) => (
              <div key={what}>
                {what} <small>{reason}</small>
              </div>
            ))}
          </Fact>
        ) : null}
      </FactList>
    </section>
  );
}
