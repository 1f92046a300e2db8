import { film } from './films.ts';
import { csv, markdown, pdf, text } from './papers.ts';
import { PictureStock, withComment } from './pictures.ts';
import type { PlannedFile } from './plan.ts';

export interface MadeFile {
	readonly bytes: Buffer;
	readonly contentType: string;
	/** WebP; absent where the browser would draw none. */
	readonly thumb?: Buffer;
}

const contentTypes: Readonly<Record<PlannedFile['kind'], string>> = {
	jpeg: 'image/jpeg',
	png: 'image/png',
	webp: 'image/webp',
	webm: 'video/webm',
	pdf: 'application/pdf',
	txt: 'text/plain',
	csv: 'text/csv',
	md: 'text/markdown',
};

/** Makes the bytes of planned files. Pictures and films are kept, so that each is drawn once. */
export class Contents {
	readonly #pictures = new PictureStock();
	readonly #films = new Map<number, Promise<Buffer>>();

	async make(planned: PlannedFile): Promise<MadeFile> {
		const bytes = await this.#bytesOf(planned);
		const contentType = contentTypes[planned.kind];
		if (!/^(image|video)\//.test(contentType)) return { bytes, contentType };
		return { bytes, contentType, thumb: await this.#pictures.thumb(planned.look) };
	}

	async #bytesOf({ kind, look, name, folders, modifiedAt }: PlannedFile): Promise<Buffer> {
		const path = [...folders, name].join('/');
		const title = name.replace(/\.[^.]+$/, '');
		switch (kind) {
			case 'jpeg': {
				const comment = `${path}, ${modifiedAt.toISOString()}`;
				return withComment(await this.#pictures.photo(look, kind), comment);
			}
			case 'webp':
				return this.#pictures.photo(look, kind);
			case 'png':
				return this.#pictures.screenshot(look);
			case 'webm':
				return this.#film(look);
			case 'pdf':
				return pdf(path, title);
			case 'txt':
				return text(path);
			case 'csv':
				return csv(path);
			case 'md':
				return markdown(path, title);
		}
	}

	#film(look: number): Promise<Buffer> {
		const made = this.#films.get(look) ?? film(look);
		this.#films.set(look, made);
		return made;
	}
}
