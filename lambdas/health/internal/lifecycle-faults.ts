import type { LifecycleFault } from '#contract/health';
import type { LifecycleRule } from '../../ports/bucket-settings.ts';

/** As `resources/vault-bucket.yml` says: originals move, and only they. In days. */
const COOL = { to: 'STANDARD_IA', afterDays: 30 };
const ARCHIVE = { to: 'GLACIER', afterDays: 60 };
/** What is kept ready does not carry it. */
const ARCHIVE_TAG = 'archive=auto';
const ARCHIVES = ['GLACIER', 'DEEP_ARCHIVE'];
/** Our own sweep ends uploads after six days and tells the database; S3 must not come first. */
const UNFINISHED_MIN_DAYS = 7;
const ORIGINALS = 'u/';
const DERIVATIVES = 'd/';

/** What the rules of the bucket do to files that they should not, or leave undone. */
export function lifecycleFaults(rules: readonly LifecycleRule[]): LifecycleFault[] {
	const active = rules.filter((rule) => rule.isOn);
	const forAll = active.filter((rule) => !rule.isNarrowed);
	const found: Readonly<Record<LifecycleFault, boolean>> = {
		'originals-stay-expensive':
			!forAll.some((rule) => covers(rule, ORIGINALS) && moves(rule, COOL)) ||
			!active.some(
				(rule) => covers(rule, ORIGINALS) && rule.onlyTag === ARCHIVE_TAG && moves(rule, ARCHIVE),
			),
		'kept-files-archived': active.some(
			(rule) =>
				rule.onlyTag !== ARCHIVE_TAG &&
				touches(rule, ORIGINALS) &&
				rule.moves.some(({ to }) => ARCHIVES.includes(to)),
		),
		'derivatives-archived': active.some(
			(rule) => rule.moves.length > 0 && touches(rule, DERIVATIVES),
		),
		'older-versions-expire': active.some(
			(rule) =>
				rule.expiresOlderVersions && (touches(rule, ORIGINALS) || touches(rule, DERIVATIVES)),
		),
		'unfinished-uploads-stay': !forAll.some(
			(rule) => covers(rule, ORIGINALS) && rule.unfinishedUploadsGoAfterDays !== undefined,
		),
		'unfinished-uploads-go-early': active.some(
			(rule) =>
				touches(rule, ORIGINALS) &&
				(rule.unfinishedUploadsGoAfterDays ?? Infinity) < UNFINISHED_MIN_DAYS,
		),
		'files-expire': active.some((rule) => rule.expires),
	};
	return (Object.keys(found) as LifecycleFault[]).filter((fault) => found[fault]);
}

/** All keys below `prefix` fall under the rule. */
function covers(rule: LifecycleRule, prefix: string): boolean {
	return prefix.startsWith(rule.prefix);
}

/** Some keys below `prefix` may fall under the rule. */
function touches(rule: LifecycleRule, prefix: string): boolean {
	return covers(rule, prefix) || rule.prefix.startsWith(prefix);
}

function moves(rule: LifecycleRule, { to, afterDays }: typeof COOL): boolean {
	return rule.moves.some((move) => move.to === to && move.afterDays === afterDays);
}
