#!/usr/bin/env python3
"""Makes the sample cadastral sheet beside this script. Needs nothing but Python; always makes the same bytes.

On the plane VN-2000 / TM-3 with the central meridian 105 degrees east (EPSG:5897). No person, parcel or number in it is
real. The code of the commune is: it is the one in which the sheet lies, because the list of communes takes no other, and
a warning in every row would hide the faults that are planted. They are listed in PLANTED; what finds them is written in
test/pipeline/sample-sheet.test.ts.
"""
import io
import json
import math
import random
import struct
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
NAME = "xa-mau-thua-dat"
COMMUNE = "10045"
COLUMNS, ROWS = 20, 17
ROAD_ROWS = (5, 11)
WEST, SOUTH = 561_200.0, 2_311_400.0
PRJ = (
    'PROJCS["VN_2000_TM_3_105_00",GEOGCS["GCS_VN_2000",DATUM["D_Vietnam_2000",'
    'SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",105.0],PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",0.0],'
    'UNIT["Meter",1.0]]'
)

# Fault -> (column, row) of the parcels that carry it.
PLANTED = {
    "overlap": [(3, 1), (9, 7), (14, 13)],
    "gap": [(6, 2), (12, 8), (16, 15)],
    "area": [(1, 4), (8, 9), (17, 3), (18, 12)],
    "duplicate": [((2, 7), (2, 8)), ((10, 14), (11, 14))],
    "use": [(5, 10), (13, 4), (0, 16)],
    "identifier-missing": [(7, 0), (4, 6), (15, 9), (11, 16), (19, 1)],
    "identifier-wrong": [(6, 13), (13, 1), (18, 7)],
}
USES = ["ONT", "ONT+CLN", "LUC", "CLN", "HNK", "NTS", "ODT", "LUC", "CLN", "ONT+CLN"]


def nodes(rng):
    """Corners of the parcels: a net whose knots are moved a little, in whole centimetres."""
    east = [WEST]
    for _ in range(COLUMNS):
        east.append(east[-1] + rng.uniform(11, 19))
    north = [SOUTH]
    for row in range(ROWS):
        north.append(north[-1] + (7.5 if row in ROAD_ROWS else rng.uniform(22, 34)))
    knot = lambda x, y: (round(x + rng.uniform(-1.5, 1.5), 2), round(y + rng.uniform(-1.2, 1.2), 2))
    return [[knot(x, y) for x in east] for y in north]


def between(a, b, metres):
    """The point so far from a towards b, to the millimetre."""
    share = metres / math.dist(a, b)
    return (round(a[0] + (b[0] - a[0]) * share, 3), round(a[1] + (b[1] - a[1]) * share, 3))


def area_of(ring):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))) / 2


def signed_distance(p, ring):
    """Of a convex ring that goes clockwise: to the nearest of its edges' lines, negative outside."""
    return min(
        ((b[1] - a[1]) * (p[0] - a[0]) - (b[0] - a[0]) * (p[1] - a[1])) / math.dist(a, b) for a, b in zip(ring, ring[1:])
    )


def highest(f, low, high):
    """Where a function that rises and then falls is highest."""
    for _ in range(45):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        low, high = (a, high) if f(a) < f(b) else (low, b)
    return (low + high) / 2


def innermost(ring):
    """The point furthest from the boundary. The parcels are convex, so the distance has one summit only."""
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    at = lambda x: highest(lambda y: signed_distance((x, y), ring), min(ys), max(ys))
    x = highest(lambda x: signed_distance((x, at(x)), ring), min(xs), max(xs))
    return x, at(x)


def to_wgs84(east, north):
    """VN-2000 / TM-3 105 to WGS 84: Krueger's series, then seven parameters (EPSG:6960, position vector)."""
    a, f, k = 6378137.0, 1 / 298.257223563, 0.9999
    n = f / (2 - f)
    scale = k * a / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    beta = (n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96, n**2 / 48 + n**3 / 15, 17 * n**3 / 480)
    xi, eta = north / scale, (east - 500000) / scale
    xi1 = xi - sum(b * math.sin(2 * (j + 1) * xi) * math.cosh(2 * (j + 1) * eta) for j, b in enumerate(beta))
    eta1 = eta - sum(b * math.cos(2 * (j + 1) * xi) * math.sinh(2 * (j + 1) * eta) for j, b in enumerate(beta))
    longitude = math.radians(105) + math.atan2(math.sinh(eta1), math.cos(xi1))
    e2 = f * (2 - f)
    e = math.sqrt(e2)
    t = math.sin(xi1) / math.hypot(math.sinh(eta1), math.cos(xi1))
    tau = t
    for _ in range(8):
        s = math.sinh(e * math.atanh(e * tau / math.hypot(1, tau)))
        here = tau * math.hypot(1, s) - s * math.hypot(1, tau)
        tau += (t - here) / math.hypot(1, here) * (1 + (1 - e2) * tau**2) / ((1 - e2) * math.hypot(1, tau))
    latitude = math.atan(tau)
    radius = a / math.sqrt(1 - e2 * math.sin(latitude) ** 2)
    x, y, z = (radius * math.cos(latitude) * math.cos(longitude), radius * math.cos(latitude) * math.sin(longitude),
               radius * (1 - e2) * math.sin(latitude))
    tx, ty, tz, rx, ry, rz, ppm = TO_WGS84
    rx, ry, rz = (math.radians(r / 3600) for r in (rx, ry, rz))
    m = 1 + ppm * 1e-6
    x, y, z = tx + m * (x - rz * y + ry * z), ty + m * (rz * x + y - rx * z), tz + m * (-ry * x + rx * y + z)
    p = math.hypot(x, y)
    latitude = math.atan2(z, p * (1 - e2))
    for _ in range(8):
        radius = a / math.sqrt(1 - e2 * math.sin(latitude) ** 2)
        latitude = math.atan2(z + e2 * radius * math.sin(latitude), p)
    return math.degrees(math.atan2(y, x)), math.degrees(latitude)


TO_WGS84 = (-191.90441429, -39.30318279, -111.45032835, 0.00928836, -0.01975479, 0.00427372, 0.252906278)


def geohash(longitude, latitude, length=12):
    sides, code, bits, value, east = [[-180, 180], [-90, 90]], "", 0, 0, True
    while len(code) < length:
        side = sides[0 if east else 1]
        middle = (side[0] + side[1]) / 2
        upper = (longitude if east else latitude) >= middle
        side[0 if upper else 1] = middle
        value, bits, east = value * 2 + upper, bits + 1, not east
        if bits == 5:
            code, bits, value = code + "0123456789bcdefghjkmnpqrstuvwxyz"[value], 0, 0
    return code


def ring_of(net, column, row):
    sw, se, ne, nw = net[row][column], net[row][column + 1], net[row + 1][column + 1], net[row + 1][column]
    if (column, row) in PLANTED["overlap"]:  # the eastern edge stands 0.9 m inside the neighbour
        ne2, se2 = between(ne, net[row + 1][column + 2], 0.9), between(se, net[row][column + 2], 0.9)
        return [sw, nw, ne, ne2, se2, se, sw]
    if (column, row) in PLANTED["gap"]:  # the eastern edge falls 0.4 m short of it
        se, ne = between(se, sw, 0.4), between(ne, nw, 0.4)
    return [sw, nw, ne, se, sw]


def road_of(net, row):
    return [*net[row + 1], *reversed(net[row]), net[row + 1][0]]


def parcels():
    rng = random.Random(20261125)
    net = nodes(rng)
    number = 0
    for row in range(ROWS):
        if row in ROAD_ROWS:
            number += 1
            yield (None, row), {"SoThua": str(number), "LoaiDat": "DGT", "TenChu": "UBND Xã Mẫu", "MaThua": ""}, road_of(net, row)
            continue
        for column in range(COLUMNS):
            number += 1
            cells = {
                "SoThua": str(number),
                "LoaiDat": USES[rng.randrange(len(USES))],
                "TenChu": f"Chủ sử dụng mẫu {number:03d}",
            }
            yield (column, row), cells, ring_of(net, column, row)


def rows():
    numbers = {}
    for place, cells, ring in parcels():
        numbers[place] = cells["SoThua"]
        area = area_of(ring)
        if "MaThua" not in cells:
            cells["MaThua"] = geohash(*to_wgs84(*innermost(ring)))
        if place in PLANTED["area"]:
            area *= 1.12
        if place in PLANTED["use"]:
            cells["LoaiDat"] = "XQZ"
        if place in PLANTED["identifier-missing"] or place in PLANTED["overlap"]:
            cells["MaThua"] = ""
        if place in PLANTED["identifier-wrong"]:
            cells["MaThua"] = cells["MaThua"][:9] + ("bcd" if cells["MaThua"][9:] != "bcd" else "cde")
        for first, second in PLANTED["duplicate"]:
            if place == second:
                cells["SoThua"] = numbers[first]
        yield {"MaXa": COMMUNE, "SoTo": "12", **cells, "DienTich": f"{area:.1f}", "GhiChu": ""}, ring


FIELDS = [("MaXa", 5), ("SoTo", 4), ("SoThua", 6), ("MaThua", 12), ("DienTich", 12), ("LoaiDat", 12), ("TenChu", 40), ("GhiChu", 20)]


def dbf(records):
    size = 1 + sum(width for _, width in FIELDS)
    head = struct.pack("<BBBBIHH20x", 3, 126, 11, 25, len(records), 32 + 32 * len(FIELDS) + 1, size)
    for name, width in FIELDS:
        kind, decimals = (b"N", 1) if name == "DienTich" else (b"C", 0)
        head += struct.pack("<11sc4xBB14x", name.encode(), kind, width, decimals)
    body = b""
    for record, _ in records:
        body += b" "
        for name, width in FIELDS:
            cell = record[name].encode()
            body += cell.rjust(width) if name == "DienTich" else cell.ljust(width)
    return head + b"\r" + body + b"\x1a"


def shapes(records):
    """The .shp and .shx of polygons; outer rings go clockwise."""
    boxes, bodies = [], []
    for _, ring in records:
        clockwise = ring if sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in zip(ring, ring[1:])) > 0 else ring[::-1]
        xs, ys = [p[0] for p in ring], [p[1] for p in ring]
        box = (min(xs), min(ys), max(xs), max(ys))
        points = b"".join(struct.pack("<2d", *p) for p in clockwise)
        bodies.append(struct.pack("<i4d3i", 5, *box, 1, len(ring), 0) + points)
        boxes.append(box)
    whole = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    header = lambda size: struct.pack(">i20xi", 9994, size // 2) + struct.pack("<2i8d", 1000, 5, *whole, 0, 0, 0, 0)
    shp, shx = b"", b""
    for number, body in enumerate(bodies, 1):
        shx += struct.pack(">2i", (100 + len(shp)) // 2, len(body) // 2)
        shp += struct.pack(">2i", number, len(body) // 2) + body
    return header(100 + len(shp)) + shp, header(100 + len(shx)) + shx


def main():
    records = list(rows())
    shp, shx = shapes(records)
    files = {"shp": shp, "shx": shx, "dbf": dbf(records), "prj": PRJ.encode(), "cpg": b"UTF-8"}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for ending, content in files.items():
            entry = zipfile.ZipInfo(f"{NAME}.{ending}", (2026, 11, 25, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    (HERE / f"{NAME}.zip").write_bytes(target.getvalue())
    targets = {
        "commune_code": "MaXa", "sheet_number": "SoTo", "parcel_number": "SoThua", "parcel_id": "MaThua",
        "parcel_area": "DienTich", "land_use": "LoaiDat", "holder_name": "TenChu", "note": "GhiChu",
    }
    mapping = {"fields": [{"target": t, "column": c} for t, c in targets.items()], "geometry": {"from": "layer"}}
    lines = ",\n".join("    " + json.dumps(field).replace("{", "{ ").replace("}", " }") for field in mapping["fields"])
    text = '{\n  "fields": [\n' + lines + '\n  ],\n  "geometry": { "from": "layer" }\n}\n'
    (HERE / f"{NAME}.mapping.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
