"""What customers of the demo company asked, and what became of it.

A story is told by working hours of the department before now, so that it fits any day and hour of
an installation. Texts are in Spanish, as the demo company is.
"""

from __future__ import annotations

from dataclasses import dataclass

PACKAGING, DELIVERY, PRODUCT = "packaging", "delivery", "product"
INVOICE, QUESTION = "invoice", "question"
SUPPORT, LOGISTICS, QUALITY = "support", "logistics", "quality"


@dataclass(frozen=True)
class Story:
    """A request.

    :param customer: what follows ``crm_actions.partner_``
    :param ago: working hours since it came in
    :param steps: ``(working hours ago, what, with what)``; what is ``take``, ``answer``, ``reply``,
        ``note``, ``wait``, ``others``, ``transfer``, ``resolve``, ``reopen``, ``close`` or
        ``cancel``
    """

    subject: str
    body: str
    customer: str
    category: str
    team: str
    agent: str
    ago: float
    steps: tuple = ()
    channel: str = "email"
    priority: str | None = None
    cause: str | None = None


def _open(subject, body, customer, category, ago, *steps, **values):
    defaults = {"team": LOGISTICS if category == DELIVERY else SUPPORT, "agent": "ane"}
    return Story(subject, body, customer, category, ago=ago, steps=steps, **{**defaults, **values})


OPEN = (
    # new: nobody has it yet
    _open(
        "Dos cajas de tomate llegaron rotas",
        "Buenas tardes: dos cajas de tomate han llegado aplastadas y han manchado otras cuatro. "
        "¿Nos las cambiáis pronto?",
        "ria_mansa", PACKAGING, 0.6,
    ),
    _open(
        "¿Cuál es el pedido mínimo para la costa?",
        "Queremos pasar a un pedido por semana. ¿Cuál es el mínimo para no pagar portes?",
        "picayo_verde", QUESTION, 1.5, channel="form",
    ),
    _open(
        "Falta el albarán del último envío",
        "Ayer nos descargaron seis bultos y no dejaron albarán. Lo necesitamos para dar entrada.",
        "galeon_manso", DELIVERY, 2.2, channel="portal",
    ),
    _open(
        "No me cuadra el IVA de la factura",
        "La última factura lleva aceite al 10 % y debería ir al 4 %. ¿Podéis revisarla?",
        "goiko_denda", INVOICE, 3.4,
    ),
    _open(
        "El reparto no ha llegado y abrimos a las ocho",
        "Esperábamos el pedido a primera hora y aquí no ha venido nadie. Es urgente, por favor.",
        "bahia_serena", DELIVERY, 0.9, channel="phone", priority="3",
    ),
    _open(
        "Botes de pimiento con la tapa hinchada",
        "En dos botes del mismo lote la tapa está hinchada. Los hemos apartado.",
        "castilletes", PRODUCT, 1.2, channel="phone",
    ),
    # in progress
    _open(
        "Palé mojado en la entrega de ayer",
        "El palé venía sin retractilar y las cajas de abajo están mojadas. Adjunto fotos.",
        "puente_xana", PACKAGING, 12.7, (12.2, "take", None),
        (12, "answer", "Hola: lo sentimos. Reponemos las cajas mañana y lo miramos con almacén."),
        priority="2",
    ),
    _open(
        "Conservas con la etiqueta cambiada",
        "Pedimos bonito en aceite de oliva y la etiqueta dice girasol. ¿Qué es lo que hay dentro?",
        "arrain_gorri", PRODUCT, 9, (8.5, "take", None),
        (8.2, "answer", "Buenos días: lo revisamos con el fabricante y le decimos hoy mismo."),
        (4, "note", "El lote 2609-B es de oliva: la etiqueta está mal. Paso a Calidad."),
        (3.5, "transfer", (QUALITY, "Etiqueta equivocada en un lote entero")),
        (3, "take", "nerea"),
    ),
    _open(
        "Pedido entregado en el local equivocado",
        "Han dejado nuestro pedido en el restaurante de al lado. ¿Pueden venir a moverlo?",
        "gaviota_coja", DELIVERY, 7.5, (7, "take", None),
        (6.8, "answer", "Ahora mismo avisamos al conductor: pasa esta tarde."), agent="jon",
        channel="phone",
    ),
    _open(
        "Facturas separadas por local",
        "A partir de este mes necesitamos una factura por local y no una conjunta.",
        "bisalia", INVOICE, 15, (14, "take", None),
        (13.5, "answer", "De acuerdo. Pedimos los datos fiscales de cada local y lo cambiamos."),
        (9, "reply", "Os los envié ayer, ¿los tenéis?"),
    ),
    _open(
        "El queso llega a más de ocho grados",
        "Por segunda vez el termómetro del camión marca 9 °C. Así no lo podemos aceptar.",
        "muro_tres", PRODUCT, 10, (9.6, "take", None),
        (9.2, "answer", "Retiramos el pedido y revisamos el registro de la cámara del camión."),
        (6, "transfer", (QUALITY, "Cadena de frío: dos veces en un mes")), (5.5, "take", "nerea"),
        (2, "note", "El registro confirma 9 °C de 6:40 a 8:15. Abro no conformidad."),
        priority="3",
    ),
    _open(
        "Nos falta una caja de sidra",
        "En el albarán pone doce y hemos contado once.",
        "pumar_xuacu", DELIVERY, 5, (4.6, "take", None),
        (4.4, "answer", "Lo comprobamos con la carga de esta mañana."), agent="jon",
    ),
    _open(
        "Abono de la devolución de octubre",
        "Devolvimos tres cajas y todavía no hemos visto el abono.",
        "santa_xabel", INVOICE, 13, (12, "take", None),
        (11.6, "answer", "Lo reclamo a contabilidad."),
        (1.5, "reply", "Buenas, ¿hay noticias del abono?"),
    ),
    _open(
        "Cambiar el día de reparto a los martes",
        "Los lunes cerramos. ¿Podría venir el reparto los martes?",
        "piraguero", QUESTION, 6, (5.5, "take", None), channel="portal",
    ),
    # waiting for the customer
    _open(
        "Yogures a punto de caducar",
        "Los yogures caducan pasado mañana. Necesitamos al menos diez días.",
        "dulce_anjana", PRODUCT, 14, (13.6, "take", None),
        (13.2, "wait", "¿Nos dice el lote y cuántos son? Está impreso en la tapa."),
    ),
    _open(
        "No puedo entrar en el área de clientes",
        "Me dice que la contraseña no vale y no me llega el correo para cambiarla.",
        "llampara_loca", QUESTION, 11, (10.8, "take", None),
        (10.5, "wait", "¿Con qué correo entra? El que tenemos es el de reservas."),
    ),
    _open(
        "Cajas aplastadas en el último viaje",
        "Otra vez las cajas de abajo vienen aplastadas.",
        "zubi_ondo", PACKAGING, 22, (21.5, "take", None),
        (21, "wait", "¿Nos envía una foto de la etiqueta del palé?"),
    ),
    _open(
        "Precio distinto al de la oferta",
        "En la oferta pone 2,10 € y se ha facturado a 2,35 €.",
        "machina_vieja", INVOICE, 9.5, (9, "take", None),
        (8.8, "wait", "¿Nos reenvía la oferta que recibió?"),
    ),
    # waiting for others
    _open(
        "Reclamación al transportista por dos bultos",
        "Se perdieron dos bultos en el cruce de Oviedo. Queremos saber quién responde.",
        "tres_pernales", DELIVERY, 18, (17.5, "take", None),
        (17, "answer", "Hemos reclamado a la agencia; le decimos algo en cuanto contesten."),
        (16.5, "others", "Agencia de transporte"), agent="jon", priority="2",
    ),
    _open(
        "Ficha técnica con alérgenos del paté",
        "Sanidad nos pide la ficha técnica actualizada del paté de cabracho.",
        "la_carisa", QUESTION, 16, (15, "take", None),
        (14.5, "answer", "La hemos pedido al fabricante."), (14.4, "others", "Fabricante"),
    ),
    # opened again
    _open(
        "Sigue faltando un bulto del pedido de la semana pasada",
        "Nos dijeron que venía ayer y no ha venido.",
        "ezkerralde", DELIVERY, 30, (29, "take", None),
        (28.5, "answer", "Va en el reparto de mañana."),
        (20, "resolve", "solved"), (6, "reopen", "No ha llegado: aquí no ha parado nadie."),
        agent="jon",
    ),
    _open(
        "Aceite con sabor raro",
        "Dos clientes nos han devuelto el aceite porque sabe rancio.",
        "raquero_tuerto", PRODUCT, 40, (39, "take", None),
        (38.5, "answer", "Cambiamos las botellas y analizamos el lote."),
        (30, "transfer", (QUALITY, "Análisis del lote de aceite")), (29.5, "take", "nerea"),
        (20, "resolve", "refunded"), (5, "reopen", "Las botellas nuevas saben igual."),
    ),
    _open(
        "Botella rota dentro de la caja",
        "Una botella de sidra rota ha mojado todas las etiquetas.",
        "capiteles", PACKAGING, 4.2, (3.8, "take", None), channel="portal",
    ),
    _open(
        "Quieren visitar el almacén",
        "¿Se puede visitar el almacén con un grupo de la escuela de hostelería?",
        "itsas_leiho", QUESTION, 8, channel="form",
    ),
)  # fmt: skip
