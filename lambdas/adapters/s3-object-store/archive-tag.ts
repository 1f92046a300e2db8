/**
 * The tag by which the rule `originals-archive` of the bucket finds what it may move; see [Note: Kept ready]. A rule cannot ask for
 * the absence of a tag, so every original is stored with this one. What lacks it, whyever, stays where it can be read.
 */
const KEY = 'archive';
const VALUES = { archived: 'auto', ready: 'never' } as const;

/** As an original is stored: in a form. */
export const ARCHIVED_TAGGING = `<Tagging><TagSet><Tag><Key>${KEY}</Key><Value>${VALUES.archived}</Value></Tag></TagSet></Tagging>`;
/** The same for an upload in parts: in a header. */
export const ARCHIVED_TAG_HEADER = `${KEY}=${VALUES.archived}`;

export function archiveTag(isReady: boolean) {
	return { Key: KEY, Value: isReady ? VALUES.ready : VALUES.archived };
}

interface Tag {
	readonly Key?: string | undefined;
	readonly Value?: string | undefined;
}

/** True where the rule moves what carries these tags. */
export function mayBeArchived(tags: readonly Tag[]): boolean {
	return tags.some(({ Key, Value }) => Key === KEY && Value === VALUES.archived);
}
