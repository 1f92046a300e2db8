import { XMLParser, XMLValidator } from 'fast-xml-parser';
import * as v from 'valibot';
import { S3Error } from './errors.ts';

const parser = new XMLParser({
	ignoreAttributes: true,
	// Numbers and booleans stay text: an ETag of digits is not a number.
	parseTagValue: false,
	trimValues: false,
	htmlEntities: true,
	isArray: (name) => ['Part', 'Object', 'Tag'].includes(name),
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
	// eslint-disable-next-line @typescript-eslint/no-deprecated -- the parser alone repairs what is broken; its successor would be a package for this one call
	if (XMLValidator.validate(text) !== true) throw new S3Error('MalformedXML');
	const read: unknown = parser.parse(text);
	return read;
}
