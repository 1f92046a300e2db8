import { XMLParser } from 'fast-xml-parser';
import * as v from 'valibot';
import { S3Error } from './errors.ts';

const parser = new XMLParser({
	ignoreAttributes: true,
	// Numbers and booleans stay text: an ETag of digits is not a number.
	parseTagValue: false,
	trimValues: false,
	htmlEntities: true,
	isArray: (name) => name === 'Part' || name === 'Object',
});

/** Parses a request's document by its schema. Anything else answers `MalformedXML`. */
export function parseXml<Schema extends v.GenericSchema>(
	text: string,
	schema: Schema,
): v.InferOutput<Schema> {
	const parsed = v.safeParse(schema, readXml(text));
	if (!parsed.success) throw new S3Error('MalformedXML');
	return parsed.output;
}

function readXml(text: string): unknown {
	try {
		const validated = true;
		const read: unknown = parser.parse(text, validated);
		return read;
	} catch {
		throw new S3Error('MalformedXML');
	}
}
