import { Button, VisuallyHidden } from '@mantine/core';
import { Icon } from '../../../ui/icons';
import layout from '../../../ui/layout.module.css';
import { Dot } from '../../../ui/tag';
import styles from './census.module.css';
import type { Review } from './finds';

interface ReviewCardProps {
  review: Review;
  onReview: () => void;
}

/** Below the matrix: what else this machine trusts and somebody should look at. */
export function ReviewCard({ review, onReview }: ReviewCardProps) {
  return (
    <section className={`${layout.card} ${styles.review}`} aria-label="Other authorities">
      <Dot tone={review.danger ? 'bad' : 'warn'} icon="warning" />
      <div>
        <h2>{review.title}</h2>
        <p className={layout.mute}>{review.text}</p>
      </div>
      <Button onClick={onReview}>Review</Button>
    </section>
  );
}

/** At the tab: a danger is a sign, anything else only a number, since a company's own root stays for years. */
export function ReviewSign({ review }: { review: Review }) {
  return (
    <span className={styles.sign} data-danger={review.danger || undefined}>
      {review.danger ? <Icon name="warning" size={15} /> : review.count}
      <VisuallyHidden>, {review.title}</VisuallyHidden>
    </span>
  );
}
