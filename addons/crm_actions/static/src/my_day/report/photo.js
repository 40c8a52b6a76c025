/** Back from the address of its data to what the outbox stores. */
export function toBlob(dataUrl) {
    const [head, data] = dataUrl.split(",");
    const bytes = Uint8Array.from(window.atob(data), (char) => char.charCodeAt(0));
    return new Blob([bytes], { type: head.slice("data:".length).split(";")[0] });
}
