/** Its second half, which it looks for in the global scope. */
declare module 'pdfjs-dist/legacy/build/pdf.worker.min.mjs';
