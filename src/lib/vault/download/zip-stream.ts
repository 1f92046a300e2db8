import { zipDate } from '#contract/file-dates';
import type { Call } from '$lib/api/call';
import { makeZip } from 'client-zip';
import { LEFT_OUT_NAME, leftOutText } from './left-out';
import { memberBytes, request } from './member-bytes';
import { accepted, signedAddress, signedAddresses, type Signed } from './signed-address';
import type { ZipMember } from './zip-member';
import type { ZipPlan } from './zip-plan';

/** Files signed in one call while zipping: their turn comes long before their addresses end. */
const SIGN_AHEAD_FILES = 20;
const SIGN_AHEAD_BYTES = 64 * 1024 * 1024;
/** Small files are asked for before their turn, so that a zip of thousands does not wait for each answer. */
const ASKED_AHEAD_FILES = 6;
const ASKED_AHEAD_BYTES = 1024 * 1024;

export type ZipNotes = readonly { readonly name: string; readonly input: string }[];

interface ZipOptions {
	readonly call: Call;
	readonly signal: AbortSignal;
	/** Told of the bytes of files as they go into the zip. */
	readonly onBytes: (count: number) => void;
	/** Further files that are made here, as a list of what is inside. */
	readonly notes?: ZipNotes;
}

/** What is planned as a zip, made as fast as it is read and no faster. Fails with `ApiError`, or what `fetch` throws. */
export function zipStream(plan: ZipPlan, options: ZipOptions): ReadableStream<Uint8Array> {
	return makeZip(zipMembers(plan, options));
}

async function* zipMembers(plan: ZipPlan, { call, signal, onBytes, notes = [] }: ZipOptions) {
	const { files, emptyFolders, archived, missing } = plan;
	const leftOut = { archived: [...archived], missing, gone: [] as ZipMember[] };
	yield* notes;
	for (const name of emptyFolders) yield { name };
	for (const group of groupsOf(files)) {
		const signed = await signedAddresses(call, group.map(wanted), { signal });
		const asked = new Map<ZipMember, Promise<Response>>();
		const askAhead = (from: number) => {
			for (let at = from; at < Math.min(from + ASKED_AHEAD_FILES, group.length); at++) {
				const [member, address] = [group[at], signed[at]];
				if (member === undefined || address?.outcome !== 'ready' || asked.has(member)) continue;
				if (at > from && member.file.sizeBytes > ASKED_AHEAD_BYTES) return;
				const answer = request(address.url, { from: 0, signal });
				answer.catch(() => undefined);
				asked.set(member, answer);
			}
		};
		for (const [index, member] of group.entries()) {
			const { path, file } = member;
			// Its copy ended after the zip was planned: the others are worth having all the same.
			if (isArchived(signed[index])) {
				leftOut.archived.push(member);
				continue;
			}
			// Deleted for good since then, or its bytes are missing.
			if (isGone(signed[index])) {
				leftOut.gone.push(member);
				continue;
			}
			accepted(signed[index]);
			askAhead(index);
			const address = () => signedAddress(call, wanted(member), { signal });
			const source = { sizeBytes: file.sizeBytes, address, first: asked.get(member), signal };
			yield {
				name: path,
				input: counted(memberBytes(source), onBytes),
				size: file.sizeBytes,
				lastModified: zipDate(new Date(file.modifiedAt ?? file.updatedAt)),
			};
		}
	}
	const text = leftOutText(leftOut);
	if (text !== undefined) yield { name: LEFT_OUT_NAME, input: text };
}

const wanted = ({ file }: ZipMember) => ({
	entryId: file.id,
	versionId: file.versionId,
	as: 'attachment' as const,
});

async function* counted(bytes: AsyncIterable<Uint8Array>, onBytes: (count: number) => void) {
	for await (const chunk of bytes) {
		onBytes(chunk.length);
		yield chunk;
	}
}

function isArchived(signed: Signed | undefined): boolean {
	return signed?.outcome === 'refused' && ['archived', 'restoring'].includes(signed.code);
}

function isGone(signed: Signed | undefined): boolean {
	return signed?.outcome === 'refused' && ['not_found', 'bytes_missing'].includes(signed.code);
}

function* groupsOf(files: ZipPlan['files']): Generator<ZipPlan['files']> {
	let group: ZipMember[] = [];
	let bytes = 0;
	for (const member of files) {
		const full =
			group.length === SIGN_AHEAD_FILES || bytes + member.file.sizeBytes > SIGN_AHEAD_BYTES;
		if (full && group.length > 0) {
			yield group;
			group = [];
			bytes = 0;
		}
		group.push(member);
		bytes += member.file.sizeBytes;
	}
	if (group.length > 0) yield group;
}
