import type { Call, Reply } from '../call.ts';
import { checkWriteInstructions, objectHeaders, storageClassOf } from '../object-headers.ts';
import { refuseConditionalWrite } from '../preconditions.ts';
import { receiveBody } from '../receive-body.ts';
import { parseTagHeader, tagsOfWrite } from '../tags.ts';
import { storeObject, storedHeaders } from './store-object.ts';

export async function putObject(call: Call): Promise<Reply> {
	const { request, identity } = call;
	const instruction = (name: string): string | undefined => request.instruction(name);
	refuseConditionalWrite(request);
	checkWriteInstructions(instruction, call.bucket.properties);
	const stored = await storeObject(
		call,
		{
			key: call.key,
			headers: objectHeaders(request.headers),
			storageClass: storageClassOf(instruction),
			...(await tagsOfWrite(call, parseTagHeader(instruction('x-amz-tagging') ?? ''))),
			eventName: 's3:ObjectCreated:Put',
		},
		(write) => receiveBody(request, { identity, write }),
	);
	return { status: 200, headers: storedHeaders(call, stored) };
}
