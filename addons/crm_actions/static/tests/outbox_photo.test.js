import { describe, expect, test } from "@odoo/hoot";
import { allowTranslations } from "@web/../tests/web_test_helpers";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { shrinkPhoto } from "@crm_actions/outbox/photo";
import { makePicture } from "@crm_actions/../tests/outbox_helpers";

describe.current.tags("headless");

async function sizeOf(blob) {
    const { width, height } = await window.createImageBitmap(blob);
    return [width, height];
}

async function readText(blob) {
    return window.atob((await getDataURLFromFile(blob)).split(",")[1]);
}

/** A JPEG of a camera held upright: the sensor's picture, and a word on how to turn it. */
async function makeTurnedPicture(width, height) {
    const jpeg = await makePicture(width, height, "image/jpeg");
    const orientation = 6;
    const exif = [
        [0xff, 0xe1, 0x00, 0x22, 0x45, 0x78, 0x69, 0x66, 0x00, 0x00], // APP1 "Exif"
        [0x4d, 0x4d, 0x00, 0x2a, 0x00, 0x00, 0x00, 0x08, 0x00, 0x01], // TIFF, one entry:
        [0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, orientation, 0x00, 0x00],
        [0x00, 0x00, 0x00, 0x00],
    ].flat();
    return new Blob([jpeg.slice(0, 2), new Uint8Array(exif), jpeg.slice(2)], {
        type: "image/jpeg",
    });
}

for (const [what, given, expected] of [
    ["landscape", [2560, 1000], [1280, 500]],
    ["portrait", [900, 3200], [360, 1280]],
    ["small", [640, 480], [640, 480]],
    ["thread", [4000, 1], [1280, 1]],
]) {
    test(`a ${what} becomes a JPEG of at most 1280 pixels`, async () => {
        const small = await shrinkPhoto(await makePicture(...given));
        expect(small.type).toBe("image/jpeg");
        expect(await sizeOf(small)).toEqual(expected);
    });
}

test("a picture that the camera wants turned is upright", async () => {
    const small = await shrinkPhoto(await makeTurnedPicture(400, 200));
    expect(await sizeOf(small)).toEqual([200, 400]);
});

test("the camera's notes are gone", async () => {
    const turned = await makeTurnedPicture(400, 200);
    expect(await readText(turned)).toMatch(/Exif/);
    expect(await readText(await shrinkPhoto(turned))).not.toMatch(/Exif/);
});

test("what was shrunk once is not spoilt by doing it again", async () => {
    const small = await shrinkPhoto(await makePicture());
    expect(await shrinkPhoto(small)).toBe(small);
});

test("what is no picture says so", async () => {
    allowTranslations();
    await expect(shrinkPhoto(new Blob(["quote"], { type: "image/png" }))).rejects.toThrow(
        "This picture cannot be read. Take it again or choose another."
    );
});
