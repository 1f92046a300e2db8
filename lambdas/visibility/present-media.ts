import type { Media } from '#contract/entries';
import type { MediaFacts } from '../domain/media.ts';

export function presentMedia(facts: MediaFacts | null): Media | null {
	return facts && { ...facts, takenAt: facts.takenAt?.toISOString() ?? null };
}
