"""What is over: three dozen requests of the last four months, resolved, closed or cancelled."""

from __future__ import annotations

from .demo_stories import (
    DELIVERY,
    INVOICE,
    LOGISTICS,
    PACKAGING,
    PRODUCT,
    QUALITY,
    QUESTION,
    SUPPORT,
    Story,
)

# subject, what the customer wrote, our answer, category, cause, hours until answer and solution
_KINDS = (
    ("Caja rota al descargar", "Una caja ha llegado abierta y falta producto.",
     "Lo sentimos: se la reponemos en el próximo reparto.", PACKAGING, "packing", 1, 9),
    ("Retraso de la entrega", "El camión ha llegado tres horas tarde.",
     "Hubo un corte en la autovía. Cambiamos la ruta de su zona.", DELIVERY, "transport", 2, 6),
    ("Duplicado de una factura", "¿Nos podéis enviar otra vez la factura del mes pasado?",
     "Se la adjunto. También la tiene en el área de clientes.", INVOICE, "order", 0.5, 1),
    ("Producto cambiado", "Pedimos pimiento asado y ha venido crudo.",
     "Recogemos el crudo y le llevamos el asado mañana.", PRODUCT, "picking", 1.5, 12),
    ("Consulta de horario de reparto", "¿A qué hora pasa el reparto los jueves?",
     "Entre las nueve y las once.", QUESTION, None, 3, 3),
    ("Palé mal flejado", "El palé venía inclinado y casi se cae.",
     "Hemos avisado al almacén y lo flejan doble desde hoy.", PACKAGING, "packing", 5, 20),
    ("Faltan dos cajas", "En el albarán hay diez y hemos recibido ocho.",
     "Salen hoy mismo con el reparto de la tarde.", DELIVERY, "picking", 1, 7),
    ("Error en el descuento", "No se ha aplicado el descuento de la campaña.",
     "Tiene razón: le hacemos el abono de la diferencia.", INVOICE, "order", 2, 14),
    ("Fecha de caducidad corta", "Quedan solo cuatro días de caducidad.",
     "Se lo cambiamos por un lote nuevo.", PRODUCT, "product", 1, 10),
)  # fmt: skip
_CUSTOMERS = (
    "ria_mansa", "marea_viva", "casa_lolina", "trasgu_claro", "el_calero", "dulce_anjana",
    "puente_xana", "la_covaya", "aramo_alto", "arbola_txiki", "zazpi_izar", "la_gavita",
    "la_tina", "cuevano", "dona_nela", "pan_liebana", "puerto_gris", "puntal_dorado", "ria_sal",
)  # fmt: skip
_CHANNELS = ("email", "email", "phone", "portal", "email", "form")
_COUNT = 36
_EVERY = 17
"""Working hours from one to the next: two days and a bit, so that 36 fill four months."""


def get_stories() -> list[Story]:
    """The stories, the oldest first."""
    return [_tell(number) for number in range(_COUNT)]


def _tell(number: int) -> Story:
    subject, body, answer, category, cause, first, solution = _KINDS[number % len(_KINDS)]
    ago = 30 + _EVERY * (_COUNT - number)
    agent = "jon" if category == DELIVERY else "ane"
    # one in six took longer than was promised
    slow = 2.4 if number % 6 == 5 else 1
    steps = [
        (ago - 0.3, "take", None),
        (ago - first * slow, "answer", answer),
        *_middle(number, ago, first, solution),
        *_end(number, ago - solution * slow - 1),
    ]
    return Story(
        subject, body, _CUSTOMERS[number % len(_CUSTOMERS)], category,
        LOGISTICS if category == DELIVERY else SUPPORT, agent, ago, tuple(steps),
        channel=_CHANNELS[number % len(_CHANNELS)], cause=cause,
        priority="2" if number % 7 == 3 else None,
    )  # fmt: skip


def _middle(number: int, ago: float, first: float, solution: float) -> list[tuple]:
    """Some were asked something, some went to another department."""
    half = ago - first - (solution - first) / 3
    if number % 5 == 2:
        return [
            (half, "wait", "¿Nos confirma el número de albarán?"),
            (half - 0.2, "reply", "Sí: es el de la última entrega."),
        ]
    if number % 9 == 3:
        return [
            (half, "transfer", (QUALITY, "Para que Calidad lo vea")),
            (half - 0.2, "take", "nerea"),
        ]
    return []


def _end(number: int, ago: float) -> list[tuple]:
    """Most are closed; the newest are resolved only, some came back, some were spam."""
    if number % 12 == 11:
        return [(ago, "cancel", None)]
    done = [(ago, "resolve", "information" if number % 9 == 4 else "solved")]
    if number % 8 == 6:
        done += [(ago - 2, "reopen", "Vuelve a pasar lo mismo."), (ago - 5, "resolve", "solved")]
    if number < _COUNT - 4:
        done.append((max(1.0, ago - 8), "close", None))
    return done
