import * as v from 'valibot';
import type { Call } from './call.ts';
import { S3Error } from './errors.ts';
import { parseXml } from './parse-xml.ts';
import type { Tags } from './store/object-version.ts';
import { element, s3Document } from './xml.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
const MAX_TAGS = 10;
const MAX_KEY = 128;
const MAX_VALUE = 256;

const TaggingDocument = v.object({
	Tagging: v.object({
		// Without a tag the element is empty text.
		TagSet: v.union([
			v.object({ Tag: v.array(v.object({ Key: v.string(), Value: v.string() })) }),
			v.pipe(
				v.string(),
				v.check((text) => text.trim() === ''),
			),
		]),
	}),
});

/** As PutObjectTagging and the field `tagging` of a form say them. */
export function parseTagging(document: string): Tags {
	const { TagSet } = parseXml(document, TaggingDocument).Tagging;
	if (typeof TagSet === 'string') return {};
	return checked(TagSet.Tag.map(({ Key, Value }) => [Key, Value]));
}

/** As `x-amz-tagging` says them: like the query of an address. */
export function parseTagHeader(header: string): Tags {
	return checked([...new URLSearchParams(header)]);
}

function checked(pairs: readonly (readonly [key: string, value: string])[]): Tags {
	if (pairs.length > MAX_TAGS) {
		throw new S3Error('BadRequest', { message: 'Object tags cannot be greater than 10' });
	}
	for (const [key, value] of pairs) {
		if (key === '' || key.length > MAX_KEY) {
			throw new S3Error('InvalidTag', { message: 'The TagKey you have provided is invalid' });
		}
		if (value.length > MAX_VALUE) {
			throw new S3Error('InvalidTag', { message: 'The TagValue you have provided is invalid' });
		}
	}
	const tags = Object.fromEntries(pairs);
	if (Object.keys(tags).length === pairs.length) return tags;
	throw new S3Error('InvalidTag', { message: 'Cannot provide multiple Tags with the same key' });
}

export function taggingDocument(tags: Tags): string {
	return s3Document('Tagging', [
		element(
			'TagSet',
			Object.entries(tags).map(([key, value]) =>
				element('Tag', [element('Key', key), element('Value', value)]),
			),
		),
	]);
}

/** The tags that a write gives its object. They take a permission of their own. */
export async function tagsOfWrite(call: Call, given: Tags): Promise<{ readonly tags?: Tags }> {
	if (Object.keys(given).length === 0) return {};
	if (await call.may('s3:PutObjectTagging', call.key)) return { tags: given };
	const message = `${call.identity.principal} is not authorized to perform s3:PutObjectTagging`;
	throw new S3Error('AccessDenied', { message });
}
