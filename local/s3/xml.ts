declare const markup: unique symbol;
/** Text that is already XML, so that it is never escaped twice. */
export type Xml = string & { readonly [markup]: true };

/** What every document begins with. */
export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

type Content = string | number | boolean | Date | readonly (Xml | undefined)[];

/** One element. Absent children are left out; text is escaped, dates become ISO 8601. */
export function element(name: string, content: Content): Xml {
	return raw(`<${name}>${inner(content)}</${name}>`);
}

/** A whole answer. The namespace is S3's, which SDKs do not insist on but real answers carry. */
export function document(root: Xml): string {
	return `${XML_DECLARATION}${root}`;
}

/** A root element in S3's namespace, as a whole answer. */
export function s3Document(name: string, content: Content): string {
	const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
	return document(raw(`<${name} xmlns="${namespace}">${inner(content)}</${name}>`));
}

function inner(content: Content): string {
	if (content instanceof Date) return content.toISOString();
	if (typeof content === 'object') return content.filter((child) => child !== undefined).join('');
	return escape(String(content));
}

/** Markup characters and those a parser would normalise away, such as a carriage return. */
function escape(text: string): string {
	return text.replace(/[&<>"\p{Cc}]/gu, (character) => `&#${String(character.charCodeAt(0))};`);
}

function raw(text: string): Xml {
	// The only place where text becomes markup: everything above has been escaped.
	return text as Xml;
}
