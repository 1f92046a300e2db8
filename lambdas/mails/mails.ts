import { formsOf } from './forms.ts';
import * as german from './sentences.de.ts';
import * as english from './sentences.ts';

/** What mails are said in. `npm run catalogue` writes the files of what is not English. */
export const spoken: Readonly<Record<string, typeof english>> = { de: german, en: english };

/** The mails in the language of `tag`, BCP 47: in English where that is not spoken, or none is known. */
export function mailsIn(tag: string | null) {
	const language = tag?.split('-', 1)[0] ?? '';
	const say = spoken[language];
	const forms = formsOf(say === undefined || tag === null ? 'en' : tag);
	const sentences = say ?? english;
	return {
		arrived: (batch: english.ArrivedFiles) => sentences.arrived(forms, batch),
		restored: (job: english.RestoredFiles) => sentences.restored(forms, job),
		addressCode: (mail: { readonly code: string }) => sentences.addressCode(forms, mail),
		resetCode: (mail: { readonly code: string }) => sentences.resetCode(forms, mail),
		invitation: (mail: english.Invitation) => sentences.invitation(forms, mail),
	};
}
