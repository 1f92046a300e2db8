/** What people call the top folder. */
export const TOP_FOLDER_NAME = 'Files';
