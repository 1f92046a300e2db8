import { setTimeout as wait } from 'node:timers/promises';
import { xmlReply, type Call, type Reply } from './call.ts';
import { errorDocument, InjectedError, S3Error } from './errors.ts';
import { XML_DECLARATION } from './xml.ts';

/** Between two spaces, in milliseconds: often enough that no idle timeout of a client ends the answer. */
const SPACE_MS = 50;

/**
 * The answer of an operation that takes long: 200 before it is known how it ends, the declaration of XML,
 * spaces, and at last the document, which may be that of an error.
 */
export async function afterSpaces(
	spacesMs: number,
	call: Call,
	run: (call: Call) => Reply | Promise<Reply>,
): Promise<Reply> {
	await call.request.holdBody();
	const document = wait(spacesMs)
		.then(() => run(call))
		.then(textOf, (error: unknown) => errorOf(error, call));
	// Its client may have gone, and then no answer is being read.
	document.catch(() => undefined);
	return { ...xmlReply(''), body: spacesBefore(document) };
}

async function* spacesBefore(document: Promise<string>): AsyncGenerator<Buffer, void, void> {
	yield Buffer.from(XML_DECLARATION);
	let text: string | undefined;
	while (text === undefined) {
		text = await Promise.race([document, wait(SPACE_MS, undefined)]);
		if (text === undefined) yield Buffer.from(' ');
	}
	yield Buffer.from(text.replace(XML_DECLARATION, ''));
}

function textOf({ body }: Reply): string {
	if (typeof body !== 'string') throw new TypeError('Only a document can come after spaces');
	return body;
}

function errorOf(error: unknown, { request, requestId }: Call): string {
	if (!(error instanceof S3Error || error instanceof InjectedError)) throw error;
	return errorDocument(error, { resource: request.path, requestId });
}
