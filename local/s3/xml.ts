import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { S3Error } from './errors.ts';

declare const markup: unique symbol;
/** Text that is already XML, so that it is never escaped twice. */
export type Xml = string & { readonly [markup]: true };

type Content = string | number | boolean | Date | readonly (Xml | undefined)[];

/** One element. Absent children are left out; text is escaped, dates become ISO 8601. */
export function element(name: string, content: Content): Xml {
	return raw(`<${name}>${inner(content)}</${name}>`);
}

/** A whole answer. The namespace is S3's, which SDKs do not insist on but real answers carry. */
export function document(root: Xml): string {
	return `<?xml version="1.0" encoding="UTF-8"?>\n${root}`;
}

/** A root element in S3's namespace, as a whole answer. */
export function s3Document(name: string, children: readonly (Xml | undefined)[]): string {
	const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
	return document(raw(`<${name} xmlns="${namespace}">${inner(children)}</${name}>`));
}

function inner(content: Content): string {
	if (content instanceof Date) return content.toISOString();
	if (typeof content === 'object') return content.filter((child) => child !== undefined).join('');
	return escape(String(content));
}

/** Markup characters and those a parser would normalise away, such as a carriage return. */
function escape(text: string): string {
	return text.replace(/[&<>"\r\n\t]/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

function raw(text: string): Xml {
	// The only place where text becomes markup: everything above has been escaped.
	return text as Xml;
}

const parser = new XMLParser({
	ignoreAttributes: true,
	// Numbers and booleans stay text: an ETag of digits is not a number.
	parseTagValue: false,
	trimValues: false,
	htmlEntities: true,
	isArray: (name) => name === 'Part' || name === 'Object',
});

/** The root element as plain objects and strings. Anything else answers `MalformedXML`. */
export function parseXml(text: string): unknown {
	if (XMLValidator.validate(text) !== true) throw new S3Error('MalformedXML');
	try {
		const parsed: unknown = parser.parse(text);
		return parsed;
	} catch {
		throw new S3Error('MalformedXML');
	}
}
