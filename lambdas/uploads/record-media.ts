import type * as contract from '#contract/media';
import { filledMedia, plausibleMedia, type MediaFacts } from '../domain/media.ts';
import type { EntryChange } from '../ports/entries.ts';
import type { UseCase } from '../ports/use-case.ts';
import { presentMedia } from '../visibility/present-media.ts';
import type { UploadsDeps } from './deps.ts';

/** Neither `rev` nor the time of a file changes, as with its pictures: the file has not changed itself. */
export const recordMedia: UseCase<
	Pick<UploadsDeps, 'catalog' | 'clock'>,
	typeof contract.recordMedia
> = async ({ catalog, clock }, caller, { media }) => {
	const { ownerId } = caller;
	const now = clock.now();
	const stored = await catalog.withLockedVault(caller, async (repositories) => {
		const ids = media.map(({ versionId }) => versionId);
		const versions = await repositories.versions.getMany(ownerId, ids);
		const known = new Map<string, MediaFacts | null>();
		const fresh = new Map<string, MediaFacts>();
		for (const { versionId, ...read } of media) {
			const version = versions.get(versionId);
			if (version?.state !== 'ready') continue;
			const { modifiedAt, media: before } = version;
			const after = filledMedia(
				known.get(versionId) ?? before,
				plausibleMedia(read, { modifiedAt, now }),
			);
			known.set(versionId, after);
			if (after !== null && !isSame(before, after)) fresh.set(versionId, after);
		}
		await repositories.versions.setMedia(ownerId, fresh);
		const entryIds = [...fresh.keys()].flatMap((id) => versions.get(id)?.entryId ?? []);
		const entries = await repositories.entries.getMany(ownerId, entryIds);
		const changes = [...entries.values()].flatMap((before): readonly EntryChange[] => {
			const facts = before.kind === 'file' ? fresh.get(before.versionId) : undefined;
			if (before.kind !== 'file' || facts === undefined) return [];
			return [{ before, after: { ...before, media: facts } }];
		});
		await repositories.entries.replaceMany(changes);
		return known;
	});
	return {
		media: media.map(({ versionId }) => {
			const facts = stored.get(versionId);
			if (facts === undefined) return { versionId, outcome: 'missing' };
			return { versionId, outcome: 'recorded', media: presentMedia(facts) };
		}),
	};
};

function isSame(before: MediaFacts | null, after: MediaFacts): boolean {
	return JSON.stringify(before) === JSON.stringify(after);
}
