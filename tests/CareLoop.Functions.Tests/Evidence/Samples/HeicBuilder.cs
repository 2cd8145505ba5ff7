using System.Buffers.Binary;
using System.Text;

namespace CareLoop.Functions.Tests.Evidence.Samples;

/// <summary>HEIC containers made box by box, with every part open to a test; the pictures themselves are noise.</summary>
internal sealed class HeicBuilder
{
    public string Brand { get; set; } = "heic";

    public string[] Compatible { get; set; } = ["mif1", "heic"];

    /// <summary>Items with their bytes in mdat.</summary>
    public List<(int Id, string Type, byte[] Data)> Items { get; set; } = [(1, "hvc1", Noise(300)), (2, "Exif", [.. "\0\0\0\0MM HUAWEI GPS 31.2"u8])];

    public List<(string Type, int From, int[] To)> References { get; set; } = [("cdsc", 2, [1])];

    public int Primary { get; set; } = 1;

    /// <summary>Which properties items have: 1 the coding's parameters, 2 the size, then <see cref="MoreProperties"/>.</summary>
    public Dictionary<int, byte[]> Associations { get; set; } = new() { [1] = [0x81, 2] };

    public uint Width { get; set; } = 640;

    public uint Height { get; set; } = 480;

    /// <summary>What the coded picture itself says, a decoder's measure: width and height.</summary>
    public (int Width, int Height) Coded { get; set; } = (640, 480);

    public List<byte[]> MoreProperties { get; set; } = [];

    public string Handler { get; set; } = "pict";

    /// <summary>Added to every offset.</summary>
    public long Shift { get; set; }

    /// <summary>Boxes in the meta box besides the usual ones.</summary>
    public byte[] MoreMeta { get; set; } = [];

    /// <summary>Boxes between meta and mdat.</summary>
    public byte[] Between { get; set; } = [];

    /// <summary>Bytes of mdat that belong to no item.</summary>
    public byte[] Unused { get; set; } = [];

    public byte[] Tail { get; set; } = [];

    public static byte[] Noise(int count)
    {
        var noise = new byte[count];
        new Random(count).NextBytes(noise);
        return noise;
    }

    public static byte[] Box(string type, params byte[][] content)
    {
        byte[] body = [.. content.SelectMany(part => part)];
        return [.. Number(body.Length + 8, 4), .. Encoding.Latin1.GetBytes(type), .. body];
    }

    public static byte[] Full(string type, params byte[][] content) => Box(type, [[0, 0, 0, 0], .. content]);

    public static byte[] Number(long value, int size)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes[^size..];
    }

    /// <summary>The description of a grid of tiles.</summary>
    public static byte[] Grid(int rows, int columns, int width, int height) =>
        [0, 0, (byte)(rows - 1), (byte)(columns - 1), .. Number(width, 2), .. Number(height, 2)];

    public byte[] Build()
    {
        var ftyp = Box("ftyp", [Encoding.Latin1.GetBytes(Brand), new byte[4], .. Compatible.Select(Encoding.Latin1.GetBytes)]);
        var start = ftyp.Length + Meta(0).Length + Between.Length + 8;
        return [.. ftyp, .. Meta(start + Shift), .. Between, .. Box("mdat", [.. Items.Select(item => item.Data), Unused]), .. Tail];
    }

    private byte[] Meta(long start)
    {
        List<byte[]> places = [];
        foreach (var (id, _, data) in Items)
        {
            places.Add([.. Number(id, 2), 0, 0, 0, 1, .. Number(start, 4), .. Number(data.Length, 4)]);
            start += data.Length;
        }

        return Full(
            "meta",
            Full("hdlr", new byte[4], Encoding.Latin1.GetBytes(Handler), new byte[12], [.. "made by a camera\0"u8]),
            Full("pitm", Number(Primary, 2)),
            Full("iinf", [Number(Items.Count, 2), .. Items.Select(item => Entry(item.Id, item.Type))]),
            Full("iloc", [[0x44, 0, .. Number(Items.Count, 2)], .. places]),
            Full("iref", [.. References.Select(reference => Box(reference.Type, [Number(reference.From, 2), Number(reference.To.Length, 2), .. reference.To.Select(id => Number(id, 2))]))]),
            Box(
                "iprp",
                Box("ipco", [Box("hvcC", Parameters(Coded.Width, Coded.Height)), Full("ispe", Number(Width, 4), Number(Height, 4)), .. MoreProperties]),
                Full("ipma", [Number(Associations.Count, 4), .. Associations.Select(entry => (byte[])[.. Number(entry.Key, 2), (byte)entry.Value.Length, .. entry.Value])])),
            MoreMeta);
    }

    /// <summary>Decoder parameters with one sequence parameter set, of which only the size means anything.</summary>
    private static byte[] Parameters(int width, int height)
    {
        var bits = "0100001000000001" + "0000" + "000" + "1" + string.Concat(Enumerable.Repeat("01", 48)) + Golomb(0) + Golomb(1) + Golomb(width) + Golomb(height) + "1";
        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '0');
        byte[] unit = [.. Enumerable.Range(0, bits.Length / 8).Select(index => Convert.ToByte(bits.Substring(index * 8, 8), 2))];
        return [.. Noise(22), 1, 0xA1, 0, 1, .. Number(unit.Length, 2), .. unit];
    }

    private static string Golomb(int value)
    {
        var digits = Convert.ToString(value + 1, 2);
        return new string('0', digits.Length - 1) + digits;
    }

    private static byte[] Entry(int id, string type) => Box(
        "infe", [2, 0, 0, 0], Number(id, 2), [0, 0], Encoding.Latin1.GetBytes(type), [.. type == "mime" ? "xmp\0application/rdf+xml\0"u8 : "named by a person\0"u8]);
}
