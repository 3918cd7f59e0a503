export const tell = (text) => console.log(text);
