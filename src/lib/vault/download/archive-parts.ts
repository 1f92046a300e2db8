import type { ZipMember } from './zip-member';
import type { ZipPlan } from './zip-plan';

/** A part is closed before it is larger, in bytes: every tool unpacks a zip of less than 4 GB, and one that broke off is begun again in a minute or two. */
const PART_MAX_BYTES = 1_000_000_000;
/** Files of one part: with more a zip needs an extension that older tools do not know. */
const PART_MAX_FILES = 50_000;

interface Limits {
	readonly bytes: number;
	readonly files: number;
}

/** A plan cut into plans of zips, in its order; a file larger than a part is one by itself. What is left out is named in the first. */
export function archiveParts(
	plan: ZipPlan,
	limits: Limits = { bytes: PART_MAX_BYTES, files: PART_MAX_FILES },
): readonly ZipPlan[] {
	const groups: { files: ZipMember[]; totalBytes: number }[] = [{ files: [], totalBytes: 0 }];
	for (const member of plan.files) {
		let last = groups.at(-1);
		const bytes = (last?.totalBytes ?? 0) + member.file.sizeBytes;
		const isFull = (last?.files.length ?? 0) >= limits.files || bytes > limits.bytes;
		if (last === undefined || (isFull && last.files.length > 0)) {
			groups.push((last = { files: [], totalBytes: 0 }));
		}
		last.files.push(member);
		last.totalBytes += member.file.sizeBytes;
	}
	return groups.map((group, index) => {
		if (index > 0) return { ...group, emptyFolders: [], archived: [], missing: [] };
		const { emptyFolders, archived, missing } = plan;
		return { ...group, emptyFolders, archived, missing };
	});
}

/** What lies in which part, as CSV that spreadsheets open: path, size and times of each file, and where it is. */
export function contentsList(parts: readonly ZipPlan[]): string {
	const rows = parts.flatMap(({ files, archived, missing }, index) => [
		...files.map((member) => row(member, `part ${String(index + 1)}`)),
		...archived.map((member) => row(member, 'left out: archived')),
		...missing.map((member) => row(member, 'left out: bytes are missing')),
	]);
	return ['path,bytes,added,on the device,where', ...rows, ''].join('\r\n');
}

function row({ path, file }: ZipMember, where: string): string {
	const { sizeBytes, createdAt, modifiedAt } = file;
	return [path, String(sizeBytes), createdAt, modifiedAt ?? '', where].map(cell).join(',');
}

/** RFC 4180. A cell that begins like a formula is run by spreadsheets: it gets a mark before it. */
function cell(text: string): string {
	const quiet = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(quiet) ? `"${quiet.replaceAll('"', '""')}"` : quiet;
}
